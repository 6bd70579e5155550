using System.Collections.Generic;
using System.Text.Json;

namespace Solar.Runtime.Checkpoints;

/// <summary>Reads one tensor's entry: <c>{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}</c>.</summary>
internal readonly struct SafetensorsEntryReader(string file, string tensor)
{
    public SafetensorsEntry Read(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Malformed($"its entry is {reader.TokenType}, not an object");
        }

        TensorDtype? dtype = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            bool isFirst = key switch
            {
                "dtype" => dtype is null,
                "shape" => shape is null,
                "data_offsets" => offsets is null,
                _ => throw Malformed($"its entry has an unknown key {CheckpointFault.Quote(key)}"),
            };
            if (!isFirst)
            {
                throw Malformed($"its entry has '{key}' twice");
            }

            switch (key)
            {
                case "dtype":
                    dtype = ReadDtype(ref reader);
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, key);
                    break;
                default:
                    offsets = ReadNumbers(ref reader, key);
                    break;
            }
        }

        return Entry(
            dtype ?? throw Malformed("its entry has no 'dtype'"),
            shape ?? throw Malformed("its entry has no 'shape'"),
            offsets ?? throw Malformed("its entry has no 'data_offsets'"));
    }

    private SafetensorsEntry Entry(TensorDtype dtype, List<long> shape, List<long> offsets)
    {
        if (offsets is not [long begin, long end] || begin > end)
        {
            throw Malformed($"its data_offsets are {TensorInfo.ShapeText(offsets)}, not a begin and an end");
        }

        if (TensorInfo.TryCountBytes(dtype, shape.ToArray()) is not { } bytes)
        {
            throw Malformed($"its shape {TensorInfo.ShapeText(shape)} has more bytes than can be counted");
        }

        if (bytes != end - begin)
        {
            throw Malformed(
                $"its data_offsets span {end - begin} bytes, but {dtype.StoredName()} {TensorInfo.ShapeText(shape)} has {bytes}");
        }

        return new SafetensorsEntry(new TensorInfo(tensor, dtype, shape), begin, end);
    }

    private TensorDtype ReadDtype(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            throw Malformed("its dtype is no text");
        }

        string name = reader.GetString()!;
        return TensorDtypes.ParseStored(name) ?? throw new CheckpointException(
            file, tensor, $"its dtype is {CheckpointFault.Quote(name)}", "Known are BOOL, U8 to U64, I8 to I64, F8_E4M3, F8_E5M2, F16, BF16, F32 and F64.");
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string key)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw Malformed($"its {key} is no list");
        }

        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw Malformed($"its {key} holds something other than whole numbers from 0");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private CheckpointException Malformed(string problem) =>
        new(file, tensor, problem, "This is no safetensors file, or a damaged one.");
}
