using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Parquet;
using Parquet.Schema;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Xunit;
using static Solar.Runtime.Tests.Training.DataFiles;

namespace Solar.Runtime.Tests.Training;

/// <summary>Files of every form, packed or not, give the same documents.</summary>
public sealed class DataFormatsTests : IDisposable
{
    private static readonly Entry[] Entries =
        [new("one, with \"quotes\" and ] or }", "en", 0.25), new("zwei\u00e9\u65e5 \ud83d\ude00", "de", null), new("three\\", "en", 3), new("four", "fr", -1)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.ndjson")]
    [InlineData("a.jsonl.gz")]
    [InlineData("a.json")]
    [InlineData("a.json.gz")]
    [InlineData("a.parquet")]
    [InlineData("a.parquet.gz")]
    public async Task Form_IsThatOfTheName(string name)
    {
        await WriteAsync(name, Entries);

        Assert.Equal(Entries.Select(entry => entry.Text), Read(new() { Name = "Tests.A", Kind = "dataset", Path = name }).Select(document => document.Text));
    }

    [Theory]
    [InlineData("a.jsonl", "json_lines", "none")]
    [InlineData("a.json.gz", "json_array", "gzip")]
    [InlineData("a.parquet", "parquet", "auto")]
    public async Task Form_CanBeWritten(string name, string storage, string compression)
    {
        await WriteAsync(name, Entries);
        File.Move(_folder[name], _folder["data.bin"]);

        DatasetDescription dataset = new() { Name = "Tests.A", Kind = "dataset", Path = "data.bin", Storage = storage, Compression = compression };

        Assert.Equal(Entries.Select(entry => entry.Text), Read(dataset).Select(document => document.Text));
    }

    [Theory]
    [InlineData("meta.lang == 'en'", 0, 2)]
    [InlineData("meta.lang != 'en'", 1, 3)]
    [InlineData("score >= 0.25", 0, 2)]
    [InlineData("score < 0", 3)]
    [InlineData("score == null", 1)]
    [InlineData("score > 0 and meta.lang contains 'n' and text contains 'three'", 2)]
    [InlineData("nowhere == null", 0, 1, 2, 3)]
    [InlineData("nowhere == 1")]
    [InlineData("score == '3'")]
    [InlineData("meta.lang > 'de'", 0, 2, 3)]
    public async Task Filter_TakesTheSameRecordsOfEveryForm(string filter, params int[] taken)
    {
        foreach (string name in (string[])["a.jsonl", "a.json", "a.parquet"])
        {
            await WriteAsync(name, Entries);

            IEnumerable<TrainingDocument> documents = Read(new() { Name = "Tests.A", Kind = "dataset", Path = name, Filter = filter });

            Assert.Equal(taken.Select(i => (Entries[i].Text!, (long)i + 1)), documents.Select(document => (document.Text, document.Line)));
        }
    }

    /// <summary>As others write them: packed columns, dictionaries of repeated texts, columns that are never null, texts within a group.</summary>
    [Theory]
    [InlineData(CompressionMethod.None, true)]
    [InlineData(CompressionMethod.Snappy, false)]
    [InlineData(CompressionMethod.Zstd, true)]
    [InlineData(CompressionMethod.Gzip, false)]
    [InlineData(CompressionMethod.Brotli, false)]
    public async Task Parquet_IsReadHoweverItsColumnsAreStored(CompressionMethod method, bool isNullable)
    {
        DataField text = new("body", typeof(string), isNullable), count = new("count", typeof(int), isNullable);
        ParquetSchema schema = new(new StructField("page", text), count);
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => i % 3 == 0 ? $"text {i}" : "the same \u00e9\u65e5")];
        using MemoryStream stream = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, new ParquetOptions { CompressionMethod = method }))
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(schema.GetDataFields()[0], texts);
            await (isNullable
                ? rows.WriteAsync<int>(schema.GetDataFields()[1], Enumerable.Range(0, 500).Select(i => (int?)i).ToArray().AsMemory())
                : rows.WriteAsync<int>(schema.GetDataFields()[1], Enumerable.Range(0, 500).ToArray().AsMemory()));
            rows.CompleteValidate();
        }

        _folder.Write("a.parquet", stream.ToArray());

        IEnumerable<TrainingDocument> documents = Read(new() { Name = "Tests.A", Kind = "dataset", Path = "a.parquet", Field = "page.body", Filter = "count >= 100" });

        Assert.Equal(texts.Skip(100), documents.Select(document => document.Text));
    }

    [Theory]
    [InlineData("document", "one\n\n two\r\nthree\n")]
    [InlineData("line", "one| two|three")]
    [InlineData("paragraph", "one| two\nthree")]
    public void PlainText_IsDividedAsWritten(string sampleBy, string expected)
    {
        _folder.Write("a.txt.gz", Gzip("one\n\n two\r\nthree\n"u8.ToArray()));

        IEnumerable<TrainingDocument> documents = Read(new() { Name = "Tests.A", Kind = "text_file", Path = "a.txt.gz", SampleBy = sampleBy });

        Assert.Equal(expected, string.Join('|', documents.Select(document => document.Text)));
    }

    [Fact]
    public void ElementsOfAnArray_AreKnownByRecordAndLine()
    {
        _folder.Write("a.json", " [ {\"text\": \"a]\\\"\"},\n{\"text\":\"b\"} ,\n\n\n  {\"txt\":1} ]");

        TrainingDataException thrown = Assert.Throws<TrainingDataException>(() => Read(new() { Name = "Tests.A", Kind = "dataset", Path = "a.json" }).Count());

        Assert.Equal(("record", 3L), (thrown.Unit, thrown.Line));
        Assert.Contains("a.json, record 3: has no field 'text'; its fields are 'txt'", thrown.Message, StringComparison.Ordinal);
        Assert.EndsWith("(at line 5)", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ElementsLargerThanTheBuffer_AreWhole()
    {
        string[] texts = [new('a', 200_000), "b", new('c', 65_536)];
        _folder.Write("a.json", $"[{string.Join(',', texts.Select(text => $"{{\"text\":\"{text}\"}}"))}]");

        Assert.Equal(texts, Read(new() { Name = "Tests.A", Kind = "dataset", Path = "a.json" }).Select(document => document.Text));
    }

    private IEnumerable<TrainingDocument> Read(DatasetDescription dataset) => DocumentReader.Read(dataset, _folder.Path);

    private async Task WriteAsync(string name, Entry[] entries)
    {
        byte[] bytes = name.Contains("parquet", StringComparison.Ordinal) ? await ParquetAsync(entries)
            : name.Contains(".json.", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal) ? JsonArray(entries)
            : JsonLines(entries);
        _folder.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(bytes) : bytes);
    }
}
