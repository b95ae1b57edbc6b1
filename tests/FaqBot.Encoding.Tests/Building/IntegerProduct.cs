namespace FaqBot.Encoding.Tests.Building;

/// <summary>The integer products of an ONNX file, read out of its bytes; field numbers are those of onnx.proto.</summary>
/// <param name="Name">Name of the weights.</param>
/// <param name="Depth">Size of the dimension that is summed over.</param>
/// <param name="Width">Number of columns.</param>
/// <param name="Weights">row-major [<paramref name="Depth"/> × <paramref name="Width"/>].</param>
/// <param name="InputZero">The byte that stands for zero in the input, which is unsigned.</param>
internal sealed record IntegerProduct(string Name, int Depth, int Width, sbyte[] Weights, byte InputZero)
{
    private const int UInt8 = 2;
    private const int Int8 = 3;

    /// <summary>Operators with integer products: places of the weights and of the input's zero point among their inputs.</summary>
    private static readonly Dictionary<string, (int Weights, int InputZero)> Operators = new(StringComparer.Ordinal)
    {
        ["MatMulInteger"] = (1, 2),
        ["MatMulIntegerToFloat"] = (1, 4),
    };

    /// <summary>Other operators that multiply integers, which no graph here may have unseen.</summary>
    private static readonly string[] Others =
        ["DynamicQuantizeMatMul", "QLinearMatMul", "QGemm", "QAttention", "MatMulNBits", "ConvInteger"];

    /// <summary>Whether no unsigned input can make the sum of a pair's products exceed 16 signed bits.</summary>
    /// <returns>The first pair that can; null when there is none.</returns>
    public string? Saturation()
    {
        for (int k = 0; k < Depth; k += 2)
        {
            for (int column = 0; column < Width; column++)
            {
                int first = Math.Abs((int)Weights[(k * Width) + column]);
                int second = k + 1 < Depth ? Math.Abs((int)Weights[((k + 1) * Width) + column]) : 0;
                if (byte.MaxValue * (first + second) > short.MaxValue)
                {
                    return $"{Name}: rows {k} and {k + 1} of column {column} have magnitudes {first} and {second}";
                }
            }
        }

        return null;
    }

    /// <summary>Reads the integer products of a file.</summary>
    public static IReadOnlyList<IntegerProduct> Read(string path)
    {
        ReadOnlyMemory<byte> graph = Fields(File.ReadAllBytes(path)).Single(field => field.Number == 7).Content;
        List<IntegerProduct> products = [];
        Dictionary<string, Tensor> tensors = Fields(graph)
            .Where(field => field.Number == 5).Select(field => Tensor.Read(field.Content)).ToDictionary(tensor => tensor.Name);
        foreach (ReadOnlyMemory<byte> node in Fields(graph).Where(field => field.Number == 1).Select(field => field.Content))
        {
            string type = Text(Fields(node).Single(field => field.Number == 4).Content);
            Assert.DoesNotContain(type, Others);
            if (Operators.TryGetValue(type, out (int Weights, int InputZero) places))
            {
                string[] inputs = [.. Fields(node).Where(field => field.Number == 1).Select(field => Text(field.Content))];
                Tensor weights = tensors[inputs[places.Weights]], zero = tensors[inputs[places.InputZero]];
                Assert.Equal((Int8, 2, UInt8, 1), (weights.Type, weights.Shape.Length, zero.Type, zero.Bytes.Length));
                sbyte[] values = Array.ConvertAll(weights.Bytes.ToArray(), value => (sbyte)value);
                products.Add(new IntegerProduct(weights.Name, (int)weights.Shape[0], (int)weights.Shape[1], values, zero.Bytes.Span[0]));
            }
        }

        return products;
    }

    private static string Text(ReadOnlyMemory<byte> content) => System.Text.Encoding.UTF8.GetString(content.Span);

    private static List<(int Number, ReadOnlyMemory<byte> Content, long Value)> Fields(ReadOnlyMemory<byte> message)
    {
        List<(int, ReadOnlyMemory<byte>, long)> fields = [];
        for (int at = 0; at < message.Length;)
        {
            long key = Varint(message.Span, ref at);
            long value = 0;
            int length = 0;
            switch (key & 7)
            {
                case 0: value = Varint(message.Span, ref at); break;
                case 1: length = 8; break;
                case 2: length = (int)Varint(message.Span, ref at); break;
                default: length = 4; break;
            }

            fields.Add(((int)(key >> 3), message.Slice(at, length), value));
            at += length;
        }

        return fields;
    }

    private static long Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        long value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = bytes[at++];
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private sealed record Tensor(string Name, int Type, long[] Shape, ReadOnlyMemory<byte> Bytes)
    {
        public static Tensor Read(ReadOnlyMemory<byte> message)
        {
            string name = "";
            int type = 0;
            List<long> shape = [];
            ReadOnlyMemory<byte> bytes = default;
            foreach ((int number, ReadOnlyMemory<byte> content, long value) in Fields(message))
            {
                switch (number)
                {
                    case 1 when content.IsEmpty: shape.Add(value); break;
                    case 1: Packed(content.Span, shape); break;
                    case 2: type = (int)value; break;
                    case 5: bytes = Numbers(content.Span); break;
                    case 8: name = Text(content); break;
                    case 9: bytes = content; break;
                }
            }

            return new Tensor(name, type, [.. shape], bytes);
        }

        private static void Packed(ReadOnlySpan<byte> content, List<long> numbers)
        {
            for (int at = 0; at < content.Length;)
            {
                numbers.Add(Varint(content, ref at));
            }
        }

        /// <summary>The lowest bytes of numbers that are not stored raw.</summary>
        private static byte[] Numbers(ReadOnlySpan<byte> content)
        {
            List<long> numbers = [];
            Packed(content, numbers);
            return [.. numbers.Select(number => (byte)number)];
        }
    }
}
