using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.State;
using Xunit;

namespace Solar.Runtime.Tests.Training;

/// <summary>Whatever is wrong with data is named with file and row, or dropped and counted.</summary>
public sealed class BadDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, byte[], long, string> BadRows => new()
    {
        { "a.jsonl", Lines("{\"text\":\"first one\"}", "{\"text\":"), 2, "line 2: is not JSON at character 9" },
        { "a.jsonl", Lines("{\"text\":\"first one\"}", "{\"body\":\"b\"}"), 2, "line 2: has no field 'text'; its fields are 'body'" },
        { "a.jsonl", Lines("{\"text\":\"first one\"}", "{\"text\":null}"), 2, "line 2: field 'text' is a JSON null, not a string" },
        { "a.jsonl", [.. Lines("{\"text\":\"first one\"}"), .. Encoding.Latin1.GetBytes("{\"text\":\"caf\u00e9\"}\n")], 2, "line 2: byte 0xE9 at offset 33 is not UTF-8" },
        { "a.jsonl", Lines("{\"text\":\"first one\"}", "{\"text\":\"\\ud83d\"}"), 2, "line 2: field 'text' escapes half of a character" },
        { "a.jsonl", Lines("{\"text\":\"first one\"}", "{\"text\":\"\u00e9\"}"), 2, "line 2: token 198" },
        { "a.json", Lines("[{\"text\":\"first one\"},", "{\"text\":\"b\",}]"), 2, "record 2: is not JSON at character 13" },
        { "a.json", Lines("[{\"text\":\"first one\"},", "7]"), 2, "record 2: holds a JSON number, not an object" },
        { "a.txt", [.. "first one\n"u8, 0xFF, 0x41, 0x0A], 2, "line 2: byte 0xFF at offset 10 is not UTF-8" },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public async Task BadRow_IsNamedWithItsPlace(string name, byte[] content, long number, string problem)
    {
        string file = _folder.Write(name, content);

        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Open(name));

        Assert.Equal((file, number), (thrown.File, thrown.Line));
        Assert.Contains($"{file}, {problem}", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadRows))]
    public async Task BadRow_CanBeDroppedAndIsCountedAndTold(string name, byte[] content, long number, string problem)
    {
        _folder.Write(name, content);

        TrainingData data = await Open(name, onBadRow: "drop");

        using TokenRows rows = data.Rows;
        TrainedDataset told = data.Datasets.Single();
        Assert.Equal((number, 1L, 1L), (told.Counts.Rows, told.Counts.Bad, told.Counts.Documents));
        Assert.StartsWith($"{name}, {problem}", told.Problems.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyBadRows_AreCountedAndTheFirstAreTold()
    {
        _folder.Write("a.jsonl", "{\"text\":\"first one\"}\n" + string.Concat(Enumerable.Repeat("[]\n", 50)));

        TrainingData data = await Open("a.jsonl", onBadRow: "drop");

        using TokenRows rows = data.Rows;
        Assert.Equal((50L, 10), (data.Datasets[0].Counts.Bad, data.Datasets[0].Problems.Count));
    }

    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.json")]
    [InlineData("a.txt")]
    [InlineData("a.parquet")]
    [InlineData("a.jsonl.gz")]
    public async Task EmptyFile_IsRefused(string name)
    {
        string file = _folder.Write(name, []);

        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Open(name, onBadRow: "drop"));

        Assert.Equal((file, 0L), (thrown.File, thrown.Line));
        Assert.Contains("is empty; there is nothing to train on", thrown.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> BadFiles => new()
    {
        { "a.txt", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("hello")], "begins as UTF-16 does" },
        { "a.jsonl", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{\"text\":\"a\"}")], "begins as UTF-16 does" },
        { "a.json", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("[]")], "byte 0xFF, as UTF-16 does" },
        { "a.json", Lines("{\"text\":\"a\"}"), "begins with '{' and not with '['" },
        { "a.json", Lines("[{\"text\":\"a\"}"), "the closing ']' is missing" },
        { "a.json", Lines("[{\"text\":\"a\"},]"), "has a ']' where an element" },
        { "a.json", Lines("[{\"text\":\"a\"}] x"), "goes on after the end of its array" },
        { "a.json", Lines("[{\"text\":\"a\"}}]"), "has a '}' that closes nothing" },
        { "a.jsonl", DataFiles.Gzip(Lines("{\"text\":\"a\"}")), "begins as gzip does; write compression: gzip" },
        { "a.json", DataFiles.Gzip(Lines("[]")), "as gzip does (write compression: gzip)" },
        { "a.jsonl.gz", Lines("{\"text\":\"a\"}"), "is not gzip, or was cut off" },
        { "a.jsonl.gz", DataFiles.Gzip(Lines([.. Enumerable.Repeat("{\"text\":\"a\"}", 1000)]))[..^9], "is not gzip, or was cut off" },
        { "a.jsonl.gz", DataFiles.Gzip(Lines("{\"text\":\"a\"}"))[..11], "is not gzip, or was cut off" },
        { "a.parquet", Lines("{\"text\":\"a\"}"), "is no Parquet file, or is damaged" },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task BadFile_IsRefusedWhateverIsDropped(string name, byte[] content, string problem)
    {
        string file = _folder.Write(name, content);
        DatasetDescription dataset = new() { Name = "Tests.A", Kind = "dataset", Path = name };

        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Open(dataset));

        Assert.Equal(file, thrown.File);
        Assert.Contains(problem, thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>Every end: within the header, the data, the sums behind it, and between two members, which alone is a whole file.</summary>
    [Fact]
    public async Task GzipThatWasCutOff_IsSeenWhereverItIs()
    {
        byte[] member = DataFiles.Gzip(Lines([.. Enumerable.Range(0, 40).Select(i => $"{{\"text\":\"text number {i}\"}}")])), whole = [.. member, .. member];
        for (int length = 1; length <= whole.Length; length++)
        {
            string file = _folder.Write("a.jsonl.gz", whole[..length]);
            if (length == member.Length || length == whole.Length)
            {
                TrainingData data = await Open("a.jsonl.gz");
                using TokenRows rows = data.Rows;
                Assert.Equal(40 * (length / member.Length), data.Datasets[0].Counts.Rows);
                continue;
            }

            TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Open("a.jsonl.gz", onBadRow: "drop"));
            Assert.Contains($"{file}: is not gzip, or was cut off", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task DamagedParquet_IsNamed_WhereverTheDamageIs()
    {
        byte[] whole = await DataFiles.ParquetAsync([.. Enumerable.Range(0, 40).Select(i => new DataFiles.Entry($"text number {i}", "en", i))]);
        Random random = new(7);
        int refused = 0;
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = i < 20 ? whole[..random.Next(1, whole.Length)] : (byte[])whole.Clone();
            for (int j = 0; i >= 20 && j < 8; j++)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            }

            _folder.Write("a.parquet", damaged);
            try
            {
                using TokenRows rows = (await Open("a.parquet")).Rows;
            }
            catch (TrainingDataException failure)
            {
                Assert.Equal(_folder["a.parquet"], failure.File);
                refused++;
            }
        }

        Assert.InRange(refused, 30, 60);
    }

    [Fact]
    public async Task ParquetWithoutTheColumn_NamesThoseItHas()
    {
        _folder.Write("a.parquet", await DataFiles.ParquetAsync([new("a", "en", 1)]));

        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(
            () => Open(new DatasetDescription { Name = "Tests.A", Kind = "dataset", Path = "a.parquet", Field = "body" }));
        TrainingDataException number = await Assert.ThrowsAsync<TrainingDataException>(
            () => Open(new DatasetDescription { Name = "Tests.A", Kind = "dataset", Path = "a.parquet", Field = "score" }));

        Assert.Contains("has no column 'body'; its columns are 'text', 'score', 'meta.lang'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("column 'score' holds values of type Double", number.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NullInParquet_IsABadRow()
    {
        _folder.Write("a.parquet", await DataFiles.ParquetAsync([new("first one", "en", 1), new(null, "en", 1), new("third", "en", 1)]));

        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Open("a.parquet"));
        TrainingData data = await Open("a.parquet", onBadRow: "drop");

        using TokenRows rows = data.Rows;
        Assert.Equal(("row", 2L), (thrown.Unit, thrown.Line));
        Assert.Equal((3L, 1L, 2L), (data.Datasets[0].Counts.Rows, data.Datasets[0].Counts.Bad, data.Datasets[0].Counts.Documents));
    }

    [Theory]
    [InlineData(ExcessLength.Split, Packing.Bfd, 3, 1, 0, 0)]
    [InlineData(ExcessLength.Split, Packing.Wrapped, 3, 1, 0, 0)]
    [InlineData(ExcessLength.Truncate, Packing.Bfd, 3, 0, 1, 0)]
    [InlineData(ExcessLength.Truncate, Packing.Wrapped, 3, 0, 1, 0)]
    [InlineData(ExcessLength.Drop, Packing.Bfd, 2, 0, 0, 1)]
    [InlineData(ExcessLength.Drop, Packing.Wrapped, 2, 0, 0, 1)]
    public async Task DocumentLongerThanARow_FollowsThePolicyAndIsCounted(ExcessLength strategy, Packing packing, int documents, int split, int truncated, int tooLong)
    {
        _folder.Write("a.jsonl", Lines("{\"text\":\"abcd\"}", "{\"text\":\"abcdefghijklmno\"}", "{\"text\":\"xyz\"}"));

        TrainingData data = await Open(
            new DatasetDescription { Name = "Tests.A", Kind = "dataset", Path = "a.jsonl" }, options => options with { ExcessLengthStrategy = strategy, PackingStrategy = packing });

        using TokenRows rows = data.Rows;
        DatasetCounts counts = data.Datasets[0].Counts;
        Assert.Equal((3L, documents, split, truncated, tooLong), (counts.Rows, counts.Documents, counts.Split, counts.Truncated, counts.TooLong));
        Assert.Equal(documents, rows.DocumentCount);
    }

    [Fact]
    public async Task DocumentLongerThanARow_CanBeAnError()
    {
        _folder.Write("a.jsonl", Lines("{\"text\":\"abcd\"}", "{\"text\":\"abcdefghijklmno\"}"));

        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Open(
            new DatasetDescription { Name = "Tests.A", Kind = "dataset", Path = "a.jsonl" }, options => options with { ExcessLengthStrategy = ExcessLength.Raise }));

        Assert.Equal(2, thrown.Line);
        Assert.Contains("has 17 tokens, more than a row of MaxLength 8", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingLeft_SaysWhereItWent()
    {
        _folder.Write("a.jsonl", Lines("{\"text\":\"\"}", "{\"text\":\"a\",\"lang\":\"de\"}", "{}"));

        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(
            () => Open(new DatasetDescription { Name = "Tests.A", Kind = "dataset", Path = "a.jsonl", Filter = "lang != 'de'", OnBadRow = "drop" }));

        Assert.Contains("3 rows: 1 are not taken by filters, 1 are empty, 1 are bad", thrown.Message, StringComparison.Ordinal);
    }

    private static byte[] Lines(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    private Task<TrainingData> Open(string path, string onBadRow = "raise") =>
        Open(new DatasetDescription { Name = "Tests.A", Kind = "dataset", Path = path, OnBadRow = onBadRow, SampleBy = "line" });

    // Every token of ASCII is in the vocabulary, and none of what begins other characters.
    private Task<TrainingData> Open(DatasetDescription dataset, Func<PretrainOptions, PretrainOptions>? change = null)
    {
        PretrainOptions options = new() { MaxLength = 8, DataDirectory = _folder.Path, CacheDirectory = "" };
        return TrainingData.OpenAsync([dataset], change?.Invoke(options) ?? options, new ByteTokenizer(), vocabSize: 128 + 3);
    }
}
