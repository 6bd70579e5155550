using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime.Checkpoints;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

public class SafetensorsHeaderTests
{
    [Fact]
    public void WellFormedHeader_GivesTensorsInTheOrderOfTheirBytes()
    {
        byte[] file = Samples.File(
            """{"b":{"dtype":"BF16","shape":[2,3],"data_offsets":[4,16]},"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}  """, 16);

        SafetensorsHeader header = Samples.Parse(file);

        Assert.Equal(["a F32 []", "b BF16 [2, 3]"], header.Entries.Select(entry => entry.Info.ToString()));
        Assert.Equal((4, 16), (header.Find("b")!.Begin, header.Find("b")!.End));
        Assert.Equal("pt", header.Metadata["format"]);
        Assert.Null(header.Find("__metadata__"));
        Assert.Equal(file.Length - 16, header.DataStart);
    }

    [Fact]
    public void EmptyTensors_AreAllowedAnywhere()
    {
        SafetensorsHeader header = Samples.Parse(Samples.File(
            """{"a":{"dtype":"F32","shape":[0,7],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"c":{"dtype":"I64","shape":[0],"data_offsets":[3,3]}}""", 3));

        Assert.Equal(3, header.Entries.Count);
    }

    [Theory]
    [InlineData("BOOL", 1)]
    [InlineData("U8", 1)]
    [InlineData("I8", 1)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F8_E5M2", 1)]
    [InlineData("I16", 2)]
    [InlineData("U16", 2)]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("I32", 4)]
    [InlineData("U32", 4)]
    [InlineData("F32", 4)]
    [InlineData("F64", 8)]
    [InlineData("I64", 8)]
    [InlineData("U64", 8)]
    public void EveryTypeOfTheFormat_IsKnown(string dtype, int size)
    {
        SafetensorsHeader header = Samples.Parse(Samples.File(
            $$$"""{"a":{"dtype":"{{{dtype}}}","shape":[3],"data_offsets":[0,{{{3 * size}}}]}}""", 3 * size));

        Assert.Equal(dtype, header.Entries[0].Info.Dtype.StoredName());
    }

    // Each is a header, the bytes behind it, the tensor to be named, and a part of the message.
    public static TheoryData<string, int, string?, string> BadHeaders => new()
    {
        { "", 0, null, "no valid JSON" },
        { "[]", 0, null, "StartObject" },
        { "{", 0, null, "no valid JSON" },
        { "{}", 3, null, "3 bytes after the last tensor" },
        { "{}x", 0, null, "no valid JSON" },
        { "{} {}", 0, null, "no valid JSON" },
        { """{"a":1}""", 0, "a", "not an object" },
        { """{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "a", "no 'dtype'" },
        { """{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "a", "no 'shape'" },
        { """{"a":{"dtype":"F32","shape":[1]}}""", 4, "a", "no 'data_offsets'" },
        { """{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4, "a", "'F31'" },
        { """{"a":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""", 4, "a", "dtype is no text" },
        { """{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4, "a", "shape is no list" },
        { """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "a", "whole numbers from 0" },
        { """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "a", "whole numbers from 0" },
        { """{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "a", "whole numbers from 0" },
        { """{"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", 4, "a", "no valid JSON" },
        { """{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", 4, "a", "whole numbers from 0" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "a", "more bytes than can be counted" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387904,4,0],"data_offsets":[0,0]}}""", 0, "a", "more bytes than can be counted" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "a", "not a begin and an end" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "a", "not a begin and an end" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "a", "not a begin and an end" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "a", "span 4 bytes, but F32 [2] has 8" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "a", "the file has only 4" },
        { """{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""", 4, "a", "the file has only 4" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "a", "the tensor before it ends at 0" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, null, "4 bytes after the last tensor" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "b", "inside another tensor" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "a", "twice" },
        { """{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "a", "'dtype' twice" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"pointer":0}}""", 4, "a", "unknown key 'pointer'" },
        { """{"__metadata__":{"format":1}}""", 0, null, "String" },
        { """{"__metadata__":7}""", 0, null, "StartObject" },
        { """{"__metadata__":{"a":"b","a":"c"}}""", 0, null, "twice" },
        { """{"__metadata__":{},"__metadata__":{}}""", 0, null, "twice" },
    };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void BadHeader_IsRefusedByFileAndTensor(string header, int dataLength, string? tensor, string message)
    {
        CheckpointException e = Assert.Throws<CheckpointException>(() => Samples.Parse(Samples.File(header, dataLength)));

        Assert.Equal("x.safetensors", e.File);
        Assert.Equal(tensor, e.Tensor);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void FileShorterThanItsPrefix_IsTruncated(int length)
    {
        CheckpointException e = Assert.Throws<CheckpointException>(() => Samples.Parse(new byte[length]));

        Assert.Contains("too few", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, "only 2 follow")]
    [InlineData(100_000_001, "more than the 100000000")]
    [InlineData(-1, "more than the 100000000")]
    [InlineData(long.MinValue, "more than the 100000000")]
    public void HeaderLongerThanItsFile_IsTruncated(long claimed, string message)
    {
        CheckpointException e = Assert.Throws<CheckpointException>(() => Samples.Parse(Samples.File("{}", 0, claimed)));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TextThatIsNotUtf8_IsRefused()
    {
        byte[] file = Samples.File("""{"?":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4);
        file[Array.IndexOf(file, (byte)'?')] = 0xFF;

        Assert.Throws<CheckpointException>(() => Samples.Parse(file));
    }

    [Fact]
    public void HostileName_IsQuotedWithoutItsControlCharacters()
    {
        string name = "\\u001b[2J" + new string('x', 5000);

        CheckpointException e = Assert.Throws<CheckpointException>(() => Samples.Parse(Samples.File($$"""{"{{name}}":1}""", 0)));

        Assert.DoesNotContain('\u001b', e.Message);
        Assert.InRange(e.Message.Length, 100, 500);
    }

    [Fact]
    public void WrittenHeader_ReadsBackAndIsAligned()
    {
        TensorInfo[] tensors =
        [
            new("z", TensorDtype.F32, [3]), new("bytes", TensorDtype.U8, [5]), new("a \"quoted\" é", TensorDtype.F32, [2, 2]), new("wide", TensorDtype.I64, [1]),
        ];

        byte[] bytes = SafetensorsHeaderWriter.Write(tensors, out IReadOnlyList<SafetensorsEntry> entries);
        SafetensorsHeader header = SafetensorsHeader.Parse(bytes, bytes.Length + entries[^1].End, "x");

        Assert.Equal(0, bytes.Length % 8);
        Assert.Equal(["wide", "a \"quoted\" é", "z", "bytes"], header.Entries.Select(entry => entry.Name));
        Assert.All(header.Entries, entry => Assert.Equal(0, entry.Begin % entry.Info.Dtype.Size()));
    }

    [SkippableTheory]
    [InlineData("golden/llama/model.safetensors")]
    [InlineData("golden/mixtral/model.safetensors")]
    [InlineData("golden/merge/out_linear_bf16/model.safetensors")]
    [InlineData("stories260K/hf/dus/solar_m1/model.safetensors")]
    public void HeaderOfTheReferenceLibrary_IsWrittenTheSame(string asset)
    {
        byte[] file = File.ReadAllBytes(SolarAssets.Path(asset));
        SafetensorsHeader header = Samples.Parse(file);

        byte[] written = SafetensorsHeaderWriter.Write(header.Entries.Select(entry => entry.Info), out _);

        Assert.Equal(file.AsSpan(0, (int)header.DataStart).ToArray(), written);
    }
}
