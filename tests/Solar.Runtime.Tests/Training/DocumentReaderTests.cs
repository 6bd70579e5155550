using System;
using System.Linq;
using System.Text;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Xunit;

namespace Solar.Runtime.Tests.Training;

public sealed class DocumentReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TextFile_IsOneDocumentAsItIs()
    {
        string file = _folder.Write("a.txt", "Ünïcode\r\n日本\n");

        Assert.Equal([new TrainingDocument("Ünïcode\r\n日本\n", file, 1)], DocumentReader.Read(Text("a.txt"), _folder.Path));
    }

    [Fact]
    public void ByteOrderMark_IsNotText()
    {
        _folder.Write("a.txt", [0xEF, 0xBB, 0xBF, (byte)'x']);
        _folder.Write("a.jsonl", [0xEF, 0xBB, 0xBF, .. "{\"text\":\"x\"}"u8]);

        Assert.Equal("x", DocumentReader.Read(Text("a.txt"), _folder.Path).Single().Text);
        Assert.Equal("x", DocumentReader.Read(Lines("a.jsonl"), _folder.Path).Single().Text);
    }

    [Fact]
    public void JsonLines_AreOneDocumentALine_BlankLinesCounted()
    {
        _folder.Write("a.jsonl", "{\"body\":\"one\\n\",\"id\":1}\r\n\n{\"id\":2,\"body\":\"two\"}");

        var documents = DocumentReader.Read(Lines("a.jsonl", "body"), _folder.Path).ToArray();

        Assert.Equal([("one\n", 1L), ("two", 3L)], documents.Select(document => (document.Text, document.Line)));
    }

    [Fact]
    public void LinesLongerThanTheBuffer_AreWhole()
    {
        string[] texts = [new('a', 200_000), "b", new('c', 65_536), new('d', 65_535)];
        _folder.Write("a.jsonl", string.Join('\n', texts.Select(text => $"{{\"text\":\"{text}\"}}")) + "\n");

        Assert.Equal(texts, DocumentReader.Read(Lines("a.jsonl"), _folder.Path).Select(document => document.Text));
    }

    [Theory]
    [InlineData("{\"text\":\"ok\"}\n{\"text\":", 2, "is not JSON")]
    [InlineData("{\"text\":\"ok\"}\n{\"txt\":\"a\",\"id\":1}", 2, "has no field 'text'; its fields are 'txt', 'id'")]
    [InlineData("{\"text\":3}", 1, "field 'text' is a JSON number")]
    [InlineData("{\"text\":null}", 1, "field 'text' is a JSON null")]
    [InlineData("[\"text\"]", 1, "holds a JSON array")]
    [InlineData("{\"text\":\"\\ud83d\"}", 1, "half of a character")]
    [InlineData("", 0, "is empty")]
    [InlineData("\n \n", 0, "is empty")]
    public void BrokenRecord_IsNamedWithFileAndLine(string content, long line, string problem)
    {
        string file = _folder.Write("a.jsonl", content);

        TrainingDataException thrown = Assert.Throws<TrainingDataException>(() => DocumentReader.Read(Lines("a.jsonl"), _folder.Path).Count());

        Assert.Equal((file, line), (thrown.File, thrown.Line));
        Assert.Contains(problem, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongEncoding_IsNamedWithLineAndByte()
    {
        byte[] latin1 = Encoding.Latin1.GetBytes("first\nsecond caf\u00e9 end");
        _folder.Write("a.txt", latin1);
        _folder.Write("a.jsonl", [.. "{\"text\":\"ok\"}\n"u8, .. Encoding.Latin1.GetBytes("{\"text\":\"caf\u00e9\"}")]);

        TrainingDataException text = Assert.Throws<TrainingDataException>(() => DocumentReader.Read(Text("a.txt"), _folder.Path).Count());
        TrainingDataException lines = Assert.Throws<TrainingDataException>(() => DocumentReader.Read(Lines("a.jsonl"), _folder.Path).Count());

        Assert.Contains("line 2: byte 0xE9 at offset 16 is not UTF-8", text.Message, StringComparison.Ordinal);
        Assert.Contains("line 2: byte 0xE9 at offset 26 is not UTF-8", lines.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Utf16_IsRecognised()
    {
        _folder.Write("a.txt", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("hello")]);

        TrainingDataException thrown = Assert.Throws<TrainingDataException>(() => DocumentReader.Read(Text("a.txt"), _folder.Path).Count());

        Assert.Contains("begins as UTF-16 does", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyTextFile_IsRefused()
    {
        _folder.Write("a.txt", "");

        Assert.Contains("is empty", Assert.Throws<TrainingDataException>(() => DocumentReader.Read(Text("a.txt"), _folder.Path).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_SaysWhereItWasLookedFor()
    {
        TrainingDataException thrown = Assert.Throws<TrainingDataException>(() => DocumentReader.Read(Text("none.txt"), _folder.Path).Count());

        Assert.Equal(_folder["none.txt"], thrown.File);
        Assert.Contains($"DataDirectory '{_folder.Path}'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FormatOfAnotherStage_IsRefused()
    {
        _folder.Write("a.jsonl", "{}");
        DatasetDescription alpaca = Lines("a.jsonl") with { Format = "alpaca" };

        Assert.Contains("'alpaca'", Assert.Throws<TrainingDataException>(() => DocumentReader.Read(alpaca, _folder.Path).Count()).Message, StringComparison.Ordinal);
    }

    private static DatasetDescription Text(string path) => new() { Name = "Tests.Text", Kind = "text_file", Path = path };

    private static DatasetDescription Lines(string path, string field = "text") =>
        new() { Name = "Tests.Lines", Kind = "json_lines", Path = path, Field = field };
}
