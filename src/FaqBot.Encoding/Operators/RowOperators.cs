using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Encoding.Operators;

/// <summary>Operators of ONNX Runtime that are computed here: what an encoder does with rows between two products.</summary>
/// <remarks>
/// Registered by ONNX Runtime's interface for operators of others, see
/// <see href="https://onnxruntime.ai/docs/reference/operators/add-custom-op.html"/> and <c>OrtCustomOp</c> in
/// <see href="https://github.com/microsoft/onnxruntime/blob/v1.23.2/include/onnxruntime/core/session/onnxruntime_c_api.h"/>.
/// Thread-safe; what is registered is kept as long as the process.
/// </remarks>
internal static unsafe class RowOperators
{
    /// <summary>Domain of the operators.</summary>
    public const string Domain = "faqbot";

    /// <summary>float32 [… × columns], least scale → bytes [… × columns], scale [… × 1].</summary>
    public const string Quantize = "QuantizeRows";

    /// <summary>Sums int32 [… × columns], scale [… × 1], steps [columns], bias [columns] → three float32 [… × columns / 3].</summary>
    public const string DequantizeParts = "DequantizeThreeParts";

    /// <summary>Sums int32 [… × columns], scale [… × 1], steps [columns], bias [columns] → float32 [… × columns].</summary>
    public const string Dequantize = "DequantizeRows";

    /// <summary>
    /// Sums int32 [… × columns], scale [… × 1], steps [columns], bias [columns], skipped float32 [… × columns], gain [columns], shift
    /// [columns], epsilon, least scale → float32 [… × columns], bytes [… × columns], scale [… × 1].
    /// </summary>
    public const string Normalize = "NormalizeRows";

    /// <summary>Version of their set.</summary>
    public const int Version = 1;

    /// <summary>The first version of ONNX Runtime's functions that has all that are used here.</summary>
    private const uint FunctionsVersion = 23;

    private const int Float = 1, Byte = 2, Int = 6, Failure = 1;

    private static readonly OrtApi* Api = LoadApi();
    private static readonly nint Registered = Register();

    /// <summary>Makes the operators known to sessions that are opened with the options.</summary>
    public static void AddTo(SessionOptions options)
    {
        Check(((delegate* unmanaged<nint, nint, nint>)Api->AddCustomOpDomain)(options.DangerousGetHandle(), Registered));
        GC.KeepAlive(options);
    }

    private static OrtApi* LoadApi()
    {
        OrtApiBase* found = (OrtApiBase*)GetApiBase();
        return (OrtApi*)((delegate* unmanaged<uint, nint>)found->GetApi)(FunctionsVersion);
    }

    private static nint Register()
    {
        nint domain;
        fixed (byte* name = "faqbot"u8)
        {
            Check(((delegate* unmanaged<byte*, nint*, nint>)Api->CreateCustomOpDomain)(name, &domain));
        }

        Add(domain, Quantize, &RunQuantize, [Float, Float], [Byte, Float]);
        Add(domain, DequantizeParts, &RunParts, [Int, Float, Float, Float], [Float, Float, Float]);
        Add(domain, Dequantize, &RunDequantize, [Int, Float, Float, Float], [Float]);
        Add(domain, Normalize, &RunNormalize, [Int, Float, Float, Float, Float, Float, Float, Float, Float], [Float, Byte, Float]);
        return domain;
    }

    private static void Add(
        nint domain, string name, delegate* managed<OperatorContext, void> run, ReadOnlySpan<int> inputs, ReadOnlySpan<int> outputs)
    {
        NativeOperator* op = (NativeOperator*)NativeMemory.AllocZeroed((nuint)sizeof(NativeOperator));
        op->Version = NativeOperator.InterfaceVersion;
        op->GetName = &NameOf;
        op->GetExecutionProviderType = &ProviderOf;
        op->GetInputType = &InputType;
        op->GetInputTypeCount = &InputCount;
        op->GetOutputType = &OutputType;
        op->GetOutputTypeCount = &OutputCount;
        op->KernelDestroy = &Destroy;
        op->GetInputCharacteristic = &IsRequired;
        op->GetOutputCharacteristic = &IsRequired;
        op->GetInputMemoryType = &IsRequired;
        op->CreateKernelV2 = &Create;
        op->KernelComputeV2 = &Compute;
        op->Run = run;
        op->Name = (byte*)Marshal.StringToCoTaskMemUTF8(name);
        op->Inputs = inputs.Length;
        op->Outputs = outputs.Length;
        inputs.CopyTo(new Span<int>(op->Types, NativeOperator.MostTypes));
        outputs.CopyTo(new Span<int>(op->Types, NativeOperator.MostTypes)[inputs.Length..]);
        Check(((delegate* unmanaged<nint, NativeOperator*, nint>)Api->CustomOpDomain_Add)(domain, op));
    }

    private static void RunQuantize(OperatorContext context)
    {
        Rows rows = context.Rows(0);
        ReadOnlySpan<float> values = context.Input<float>(0, rows.All);
        float least = context.Input<float>(1, 1)[0];
        Quantized(rows, values, least, context.Output<byte>(0, rows, rows.Columns), context.Output<float>(1, rows, 1));
    }

    private static void RunDequantize(OperatorContext context) => Dequantized(context, context.Rows(0), 0, 1);

    private static void RunParts(OperatorContext context)
    {
        Rows rows = context.Rows(0);
        if (rows.Columns % 3 != 0)
        {
            throw new InvalidOperationException($"{rows.Columns} columns, expected three parts of as many.");
        }

        for (int part = 0; part < 3; part++)
        {
            Dequantized(context, rows, part, 3);
        }
    }

    private static void RunNormalize(OperatorContext context)
    {
        Rows rows = context.Rows(0);
        ReadOnlySpan<float> skipped = context.Input<float>(4, rows.All);
        ReadOnlySpan<float> gain = context.Input<float>(5, rows.Columns), shift = context.Input<float>(6, rows.Columns);
        float epsilon = context.Input<float>(7, 1)[0], least = context.Input<float>(8, 1)[0];
        Span<float> values = Dequantized(context, rows, 0, 1);
        RowKernels.Normalize(values, skipped, gain, shift, epsilon);
        Quantized(rows, values, least, context.Output<byte>(1, rows, rows.Columns), context.Output<float>(2, rows, 1));
    }

    /// <summary>Makes one output of a part of each row of the sums.</summary>
    private static Span<float> Dequantized(OperatorContext context, in Rows rows, int part, int parts)
    {
        int width = rows.Columns / parts, first = part * width;
        ReadOnlySpan<int> sums = context.Input<int>(0, rows.All);
        ReadOnlySpan<float> scales = context.Input<float>(1, rows.Count);
        ReadOnlySpan<float> steps = context.Input<float>(2, rows.Columns).Slice(first, width);
        ReadOnlySpan<float> bias = context.Input<float>(3, rows.Columns).Slice(first, width);
        Span<float> output = context.Output<float>(part, rows, width);
        for (int row = 0; row < rows.Count; row++)
        {
            RowKernels.Dequantize(rows.Of(sums, row).Slice(first, width), scales[row], steps, bias, output.Slice(row * width, width));
        }

        return output;
    }

    private static void Quantized(in Rows rows, ReadOnlySpan<float> values, float least, Span<byte> bytes, Span<float> scales)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            scales[row] = RowKernels.Quantize(rows.Of(values, row), least, rows.Of(bytes, row));
        }
    }

    private static void Check(nint status) => OperatorContext.Check(Api, status);

    [DllImport("onnxruntime", EntryPoint = "OrtGetApiBase")]
    private static extern nint GetApiBase();

    [UnmanagedCallersOnly]
    private static byte* NameOf(NativeOperator* op) => op->Name;

    /// <summary>None: the processor.</summary>
    [UnmanagedCallersOnly]
    private static byte* ProviderOf(NativeOperator* op) => null;

    [UnmanagedCallersOnly]
    private static int InputType(NativeOperator* op, nuint index) => op->Types[index];

    [UnmanagedCallersOnly]
    private static nuint InputCount(NativeOperator* op) => (nuint)op->Inputs;

    [UnmanagedCallersOnly]
    private static int OutputType(NativeOperator* op, nuint index) => op->Types[(nuint)op->Inputs + index];

    [UnmanagedCallersOnly]
    private static nuint OutputCount(NativeOperator* op) => (nuint)op->Outputs;

    [UnmanagedCallersOnly]
    private static int IsRequired(NativeOperator* op, nuint index) => 0;

    /// <summary>The operators keep nothing: each is its own kernel.</summary>
    [UnmanagedCallersOnly]
    private static nint Create(NativeOperator* op, nint api, nint info, NativeOperator** kernel)
    {
        *kernel = op;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static void Destroy(NativeOperator* kernel)
    {
    }

    [UnmanagedCallersOnly]
    private static nint Compute(NativeOperator* kernel, nint context)
    {
        try
        {
            kernel->Run(new OperatorContext(Api, context));
            return 0;
        }
#pragma warning disable CA1031 // Nothing may be thrown through native code: ONNX Runtime throws it again where the run was asked for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            nint message = Marshal.StringToCoTaskMemUTF8(exception.Message);
            nint status = ((delegate* unmanaged<int, byte*, nint>)Api->CreateStatus)(Failure, (byte*)message);
            Marshal.FreeCoTaskMem(message);
            return status;
        }
    }
}
