using Microsoft.ML.OnnxRuntime;

namespace FaqBot.Encoding.Operators;

/// <summary>Inputs and outputs of one run of an operator.</summary>
/// <param name="api">ONNX Runtime's functions.</param>
/// <param name="handle">Its <c>OrtKernelContext</c>.</param>
internal readonly unsafe struct OperatorContext(OrtApi* api, nint handle)
{
    private const int MostAxes = 8;

    /// <summary>The axes of an input, as rows of its last one.</summary>
    public Rows Rows(int index)
    {
        long* axes = stackalloc long[MostAxes];
        nint input = Value(index), info;
        Check(api, ((delegate* unmanaged<nint, nint*, nint>)api->GetTensorTypeAndShape)(input, &info));
        nuint count;
        nint status = ((delegate* unmanaged<nint, nuint*, nint>)api->GetDimensionsCount)(info, &count);
        if (status == 0 && count is > 0 and <= MostAxes)
        {
            status = ((delegate* unmanaged<nint, long*, nuint, nint>)api->GetDimensions)(info, axes, count);
        }

        ((delegate* unmanaged<nint, void>)api->ReleaseTensorTypeAndShapeInfo)(info);
        Check(api, status);
        return count is > 0 and <= MostAxes ? new Rows(new ReadOnlySpan<long>(axes, (int)count))
            : throw new InvalidOperationException($"Input {index} has {count} axes, expected 1 to {MostAxes}.");
    }

    /// <summary>The elements of an input.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="length">How many there are to be.</param>
    /// <exception cref="InvalidOperationException">There are others.</exception>
    public ReadOnlySpan<T> Input<T>(int index, int length)
        where T : unmanaged
    {
        nint input = Value(index);
        nuint bytes;
        Check(api, ((delegate* unmanaged<nint, nuint*, nint>)api->GetTensorSizeInBytes)(input, &bytes));
        return bytes == (nuint)length * (nuint)sizeof(T) ? new ReadOnlySpan<T>(Data(input), length)
            : throw new InvalidOperationException($"Input {index} has {bytes} bytes, expected {length} numbers of {sizeof(T)}.");
    }

    /// <summary>Makes an output.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="rows">Its axes but the last.</param>
    /// <param name="columns">The last.</param>
    public Span<T> Output<T>(int index, in Rows rows, int columns)
        where T : unmanaged
    {
        Span<long> axes = stackalloc long[MostAxes];
        axes = axes[..rows.CopyTo(axes, columns)];
        nint output;
        fixed (long* first = axes)
        {
            Check(api, ((delegate* unmanaged<nint, nuint, long*, nuint, nint*, nint>)api->KernelContext_GetOutput)(
                handle, (nuint)index, first, (nuint)axes.Length, &output));
        }

        return new Span<T>(Data(output), rows.Count * columns);
    }

    /// <summary>Throws what a function of ONNX Runtime reported.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static void Check(OrtApi* api, nint status)
    {
        if (status != 0)
        {
            nint text = ((delegate* unmanaged<nint, nint>)api->GetErrorMessage)(status);
            string message = System.Runtime.InteropServices.Marshal.PtrToStringUTF8(text) ?? "";
            ((delegate* unmanaged<nint, void>)api->ReleaseStatus)(status);
            throw new InvalidOperationException(message);
        }
    }

    private nint Value(int index)
    {
        nint input;
        Check(api, ((delegate* unmanaged<nint, nuint, nint*, nint>)api->KernelContext_GetInput)(handle, (nuint)index, &input));
        return input;
    }

    private void* Data(nint value)
    {
        void* data;
        Check(api, ((delegate* unmanaged<nint, void**, nint>)api->GetTensorMutableData)(value, &data));
        return data;
    }
}
