using System.Runtime.InteropServices;

namespace FaqBot.Encoding.Operators;

/// <summary>
/// <c>OrtCustomOp</c> of ONNX Runtime's C interface, up to what its version 16 reads, and behind it what this program needs: its functions
/// are given the address of the whole.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeOperator
{
    /// <summary>The version of the interface; what later ones added is not read.</summary>
    public const uint InterfaceVersion = 16;

    /// <summary>Most inputs and outputs together.</summary>
    public const int MostTypes = 16;

    public uint Version;
    public nint CreateKernel;
    public delegate* unmanaged<NativeOperator*, byte*> GetName;
    public delegate* unmanaged<NativeOperator*, byte*> GetExecutionProviderType;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetInputType;
    public delegate* unmanaged<NativeOperator*, nuint> GetInputTypeCount;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetOutputType;
    public delegate* unmanaged<NativeOperator*, nuint> GetOutputTypeCount;
    public nint KernelCompute;
    public delegate* unmanaged<NativeOperator*, void> KernelDestroy;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetInputCharacteristic;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetOutputCharacteristic;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetInputMemoryType;
    public nint GetVariadicInputMinArity;
    public nint GetVariadicInputHomogeneity;
    public nint GetVariadicOutputMinArity;
    public nint GetVariadicOutputHomogeneity;
    public delegate* unmanaged<NativeOperator*, nint, nint, NativeOperator**, nint> CreateKernelV2;
    public delegate* unmanaged<NativeOperator*, nint, nint> KernelComputeV2;
    public nint InferOutputShape;
    public nint GetStartVersion;
    public nint GetEndVersion;
    public nint GetMayInplace;
    public nint ReleaseMayInplace;
    public nint GetAliasMap;
    public nint ReleaseAliasMap;

    /// <summary>What is computed.</summary>
    public delegate* managed<OperatorContext, void> Run;

    public byte* Name;
    public int Inputs;
    public int Outputs;

    /// <summary>Types of the inputs, then of the outputs.</summary>
    public fixed int Types[MostTypes];
}
