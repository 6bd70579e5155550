using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Parquet.Serialization;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Training.Conversations;

/// <summary>What of conversations is learnt, and what becomes of rows that cannot be learnt from: each is named with its file and row.</summary>
public sealed class ConversationDataTests : IDisposable
{
    private const string TwoTurns = """{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}, {"role": "assistant", "content": "d"}]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(LearntTurns.Assistant, "‹s›a⟦b‹/s›⟧c⟦d‹/s›⟧")]
    [InlineData(LearntTurns.Completion, "‹s›ab‹/s›c⟦d‹/s›⟧")]
    [InlineData(LearntTurns.All, "‹s›⟦ab‹/s›cd‹/s›⟧")]
    public async Task Mask_IsWhatIsToBeLearnt(LearntTurns learns, string expected)
    {
        using TokenRows rows = (await Open(Options() with { Learns = learns }, "messages", TwoTurns)).Rows;

        Assert.Equal(expected, MaskedText.Of(rows[0], rows.TargetsOf(0)).TrimEnd('·'));
    }

    [Fact]
    public async Task Rows_AreAsLongAsTheLongestOfTheirPass()
    {
        using TokenRows rows = (await Open(Options(), "prompt_completion", Pair("a", "b"), Pair("abcdef", "ghi"))).Rows;

        PackedBatch both = new(rows, [0, 1]), first = new(rows, [0]);

        Assert.Equal((2, 2), (rows.Count, rows.DocumentCount));
        Assert.Equal((11, 4), (both.Length, first.Length));
        Assert.Equal([-100, -100, 'b' + 3, 2], first.Labels);
        Assert.Equal([-100, -100, 'b' + 3, 2, -100, -100, -100, -100, -100, -100, -100], both.Labels[..11]);
        Assert.Equal((2, 4), (rows.Targets(0), rows.Targets(1)));
        Assert.False(both.HasSeveralDocuments);
    }

    [Fact]
    public async Task PackedRows_KeepTheirMasksAndTheirDocumentsApart()
    {
        ConversationOptions options = Options() with { Packing = true, MaxLength = 10 };
        using TokenRows rows = (await Open(options, "prompt_completion", Pair("a", "b"), Pair("c", "de"))).Rows;

        PackedBatch packed = new(rows, [0]);

        Assert.Equal(1, rows.Count);
        Assert.Equal([1, 'a' + 3, 'b' + 3, 2, 1, 'c' + 3, 'd' + 3, 'e' + 3, 2, 0], packed.Ids);
        Assert.Equal([-100, -100, 'b' + 3, 2, -100, -100, 'd' + 3, 'e' + 3, 2, -100], packed.Labels);
        Assert.Equal([0, 1, 2, 3, 0, 1, 2, 3, 4, 0], packed.Positions);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 1, 2], packed.Documents);
        Assert.Equal(5, rows.Targets(0));
    }

    [Fact]
    public async Task WrappedRows_WithoutATarget_AreLeftOut()
    {
        ConversationOptions options = Options() with { Packing = true, PackingStrategy = Packing.Wrapped, MaxLength = 4 };
        using TokenRows rows = (await Open(options with { ExcessLengthStrategy = ExcessLength.Split }, "prompt_completion", Pair("aaaaaaaa", "bcde"))).Rows;

        Assert.Equal(["a⟦bcd⟧"], Enumerable.Range(0, rows.Count).Select(row => MaskedText.Of(rows[row], rows.TargetsOf(row))));
    }

    [Fact]
    public async Task EndOfAnAnswer_IsLearntThoughPaddingIsTheSameToken()
    {
        // A model that never saw its end token learns never to stop: padding is told by its place, not by its id.
        using TokenRows rows = (await Open(Options(), "prompt_completion", new ByteTokenizer { EosId = 0 }, Pair("a", "b"), Pair("abc", "d"))).Rows;

        PackedBatch batch = new(rows, [0, 1]);

        Assert.Equal([1, 'a' + 3, 'b' + 3, 0, 0, 0], batch.Ids[..6]);
        Assert.Equal([-100, -100, 'b' + 3, 0, -100, -100], batch.Labels[..6]);
    }

    [Fact]
    public async Task PromptThatFillsARow_IsLeftOutCountedAndNamed()
    {
        TrainingData data = await Open(Options() with { MaxLength = 6 }, "prompt_completion", Pair("a", "b"), Pair("abcdefgh", "i"), Pair("abc", "defgh"));
        using TokenRows rows = data.Rows;

        DatasetCounts counts = data.Datasets[0].Counts;
        Assert.Equal((3L, 2L, 1L, 1L), (counts.Rows, counts.Documents, counts.WithoutTargets, counts.Truncated - 1));
        Assert.Equal(
            ["a.jsonl, line 2: has 11 tokens, and none of those that fit into a row of MaxLength 6 is learnt: its prompt is too long; it is left out."],
            data.Datasets[0].Problems);
        Assert.Equal("‹s›abc⟦de⟧", MaskedText.Of(rows[1], rows.TargetsOf(1)));
    }

    [Fact]
    public async Task PromptThatFillsARow_IsAnErrorWhereItIsToBe()
    {
        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(
            () => Open(Options() with { MaxLength = 6, ExcessLengthStrategy = ExcessLength.Raise }, "prompt_completion", Pair("a", "b"), Pair("abcdefgh", "i")));

        Assert.Equal((_folder["a.jsonl"], 2L), (thrown.File, thrown.Line));
    }

    [Theory]
    [InlineData("alpaca", """{"instruction": "a", "output": "  "}""", "has an empty answer; there is nothing to learn from it")]
    [InlineData("alpaca", """{"instruction": "a"}""", "has no field 'output', which format alpaca reads; its fields are 'instruction'. Name it in the data set's declaration, as fields: { completion: … }")]
    [InlineData("messages", """{"messages": [{"role": "user", "content": "a"}]}""", "has no answer: of its 1 messages none is of the role assistant")]
    [InlineData("messages", """{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": ""}, {"role": "assistant", "content": "b"}]}""", "has an empty answer, message 2")]
    [InlineData("messages", """{"messages": [{"from": "user", "content": "a"}]}""", "'messages[0]' has no field 'role'; its fields are 'from', 'content'")]
    [InlineData("messages", """{"messages": ["a"]}""", "'messages[0]' is a JSON string, not a message with 'role' and 'content'")]
    [InlineData("messages", """{"messages": "a"}""", "field 'messages' is a JSON string, not an array of messages")]
    [InlineData("messages", """{"messages": [{"role": "user", "content": null}]}""", "field 'messages[0].content' is a JSON null, not a string")]
    [InlineData("messages", """{"messages": [{"role": "tool", "content": "a"}, {"role": "assistant", "content": "b"}]}""", "cannot be rendered: template plain: message 1 has the role 'tool'")]
    [InlineData("sharegpt", """{"conversations": [{"from": "human", "value": "a"}]}""", "has no answer")]
    [InlineData("messages", """{"messages": [{"role": "assistant", "content": "b"}""", "is not JSON at character")]
    public async Task RowThatCannotBeLearntFrom_IsNamed_OrDroppedAndCounted(string format, string row, string problem)
    {
        string good = format switch
        {
            "alpaca" => """{"instruction": "a", "output": "b"}""",
            "sharegpt" => """{"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]}""",
            _ => TwoTurns,
        };

        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Open(Options(), format, good, row));
        Assert.Equal((_folder["a.jsonl"], 2L), (thrown.File, thrown.Line));
        Assert.Contains(problem, thrown.Message, StringComparison.Ordinal);

        TrainingData dropped = await ConversationData.OpenAsync([Data(format) with { OnBadRow = "drop" }], Options(), new ByteTokenizer(), 259);
        using TokenRows rows = dropped.Rows;
        Assert.Equal((2L, 1L, 1L), (dropped.Datasets[0].Counts.Rows, dropped.Datasets[0].Counts.Bad, dropped.Datasets[0].Counts.Documents));
        Assert.StartsWith("a.jsonl, line 2: ", dropped.Datasets[0].Problems.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RoleThatTheTemplateDrops_IsNamedWithItsRow()
    {
        _folder.Write("own.jinja", "{% for m in messages if m.role != 'system' %}{{ m.content }}{{ eos_token }}{% endfor %}");
        const string row = """{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}""";

        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Open(Options() with { ChatTemplate = "own.jinja" }, "messages", TwoTurns, row));

        Assert.Contains("line 2: cannot be rendered", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("leaves out the content of message 1, of the role system", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ bos_token }}", "‹s›ab")]
    [InlineData("", "ab")]
    public async Task BeginToken_OfACheckpointsOwnTemplate_StandsOnceOrNotAtAll(string begin, string expected)
    {
        _folder.Write("own.jinja", begin + "{% for m in messages %}{{ m.content }}{% endfor %}");

        using TokenRows rows = (await Open(Options() with { ChatTemplate = "own.jinja" }, "prompt_completion", Pair("a", "b"))).Rows;

        Assert.Equal(expected, MaskedText.Of(rows[0], new bool[rows.RowLength]).TrimEnd('·'));
    }

    /// <summary>SOLAR's authors left out OpenOrca's rows by the task that they are from.</summary>
    [Fact]
    public async Task Filter_LeavesOutRowsByTheirTask_AndFieldsMayHaveOtherNames()
    {
        _folder.Write("a.jsonl", string.Join('\n',
            """{"id": "flan.1", "task": "task228_arc_answer_generation_easy", "ask": "a", "say": "b"}""",
            """{"id": "cot.2", "task": "math_dataset", "ask": "c", "say": "d"}""",
            """{"id": "niv.3", "task": "ai2_arc/ARC-Easy:1.0.0", "ask": "e", "say": "f"}""",
            """{"id": "t0.4", "ask": "g", "say": "h"}"""));
        DatasetDescription data = Data("openorca") with
        {
            PromptField = "ask",
            CompletionField = "say",
            Filter = "task != 'task228_arc_answer_generation_easy' and task != 'ai2_arc/ARC-Easy:1.0.0'",
        };

        TrainingData opened = await ConversationData.OpenAsync([data], Options(), new ByteTokenizer(), 259);
        using TokenRows rows = opened.Rows;

        Assert.Equal((4L, 2L, 2L), (opened.Datasets[0].Counts.Rows, opened.Datasets[0].Counts.Filtered, opened.Datasets[0].Counts.Documents));
        Assert.Equal(["‹s›cd‹/s›", "‹s›gh‹/s›"], Enumerable.Range(0, 2).Select(row => MaskedText.Of(rows[row], new bool[rows.RowLength]).TrimEnd('·')));
    }

    [Fact]
    public async Task MarksOfTheCalculator_MayBeLeftOut()
    {
        _folder.Write("a.jsonl", """{"question": "q", "answer": "6*3=<<6*3=18>>18\n#### 18"}""");

        using TokenRows rows = (await ConversationData.OpenAsync([Data("gsm8k") with { CalculatorMarks = false }], Options(), new ByteTokenizer(), 259)).Rows;

        Assert.Equal("‹s›q⟦6*3=18↵\n#### 18‹/s›⟧", MaskedText.Of(rows[0], rows.TargetsOf(0)).TrimEnd('·'));
    }

    [Fact]
    public async Task ParquetRows_AreTheSameRecords_ListsOfMessagesToo()
    {
        using (FileStream file = File.Create(_folder["a.parquet"]))
        {
            Message[] messages = [new() { role = "user", content = "Grüße" }, new() { role = "assistant", content = "d" }];
            await ParquetSerializer.SerializeAsync<Row>([new() { lang = "en", messages = [.. messages] }, new() { lang = "de", messages = [.. messages] }, new() { lang = "en", messages = [] }], file);
        }

        DatasetDescription data = new() { Name = "Tests.A", Kind = "dataset", Path = "a.parquet", Format = "messages", Filter = "lang == 'en'", OnBadRow = "drop" };
        TrainingData opened = await ConversationData.OpenAsync([data], Options(), new ByteTokenizer(), 259);
        using TokenRows rows = opened.Rows;

        Assert.Equal("‹s›Grüße⟦d‹/s›⟧", MaskedText.Of(rows[0], rows.TargetsOf(0)).TrimEnd('·'));
        Assert.Equal((3L, 1L, 1L), (opened.Datasets[0].Counts.Rows, opened.Datasets[0].Counts.Filtered, opened.Datasets[0].Counts.Bad));
        Assert.StartsWith("a.parquet, row 3: has no answer", opened.Datasets[0].Problems.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CachedTokens_AreTakenAgain_AndDependOnTemplateFormatAndFields()
    {
        _folder.Write("a.jsonl", """{"instruction": "a", "output": "b", "other": "c"}""");
        ByteTokenizer tokenizer = new() { Fingerprint = "bytes" };
        ConversationOptions options = Options() with { CacheDirectory = _folder["cache"] };
        async Task<int> Files(ConversationOptions with, DatasetDescription data)
        {
            (await ConversationData.OpenAsync([data], with, tokenizer, 259)).Rows.Dispose();
            return Directory.GetFiles(_folder["cache"]).Length;
        }

        Assert.Equal(1, await Files(options, Data("alpaca")));
        Assert.Equal(1, await Files(options with { MaxLength = 40 }, Data("alpaca") with { Weight = 2 }));
        Assert.Equal(2, await Files(options with { ChatTemplate = "solar" }, Data("alpaca")));
        Assert.Equal(3, await Files(options, Data("alpaca") with { CompletionField = "other" }));
        Assert.Equal(4, await Files(options with { Learns = LearntTurns.All }, Data("alpaca")));
    }

    [SkippableTheory]
    [InlineData("sft/rasbt-instruction-data.json", "alpaca", "solar", 1100)]
    [InlineData("sft/dolly_hhrlhf_train_small.jsonl", "prompt_completion", "plain", 1000)]
    [InlineData("sft/self-instruct-seed_tasks.jsonl", "alpaca", "chatml", 175)]
    [InlineData("h6/gsm8k_train.jsonl", "gsm8k", "zephyr", 7473)]
    public async Task RealSets_AreLearntWhole(string path, string format, string template, int rows)
    {
        DatasetDescription data = new()
        {
            Name = "Tests.Real",
            Kind = "dataset",
            Path = path,
            Format = format,
            CompletionField = path.Contains("dolly", StringComparison.Ordinal) ? "response" : path.Contains("self", StringComparison.Ordinal) ? "instances.0.output" : null,
            InputField = path.Contains("self", StringComparison.Ordinal) ? "instances.0.input" : null,
        };
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(SolarAssets.Path("tokenizer/mistral-tokenizer.model.v1"));
        ConversationOptions options = Options() with { ChatTemplate = template, MaxLength = 1024, DataDirectory = Path.GetDirectoryName(SolarAssets.Path("sft"))! };

        TrainingData opened = await ConversationData.OpenAsync([data], options, tokenizer, tokenizer.VocabSize);
        using TokenRows tokens = opened.Rows;

        DatasetCounts counts = opened.Datasets[0].Counts;
        Assert.Equal(((long)rows, 0L, (long)rows), (counts.Rows, counts.Bad, counts.Documents + counts.WithoutTargets));
        Assert.True(counts.WithoutTargets <= rows / 20, $"{counts.WithoutTargets} prompts are too long");
        for (int row = 0; row < tokens.Count; row += 37)
        {
            bool[] targets = tokens.TargetsOf(row);
            int first = Array.IndexOf(targets, true), last = Array.LastIndexOf(targets, true);
            Assert.True(first > 1, "an answer has a prompt");
            Assert.Equal(tokenizer.BosId, tokens[row][0]);
            Assert.NotEqual(tokenizer.BosId, tokens[row][1]);
            Assert.True(template == "chatml" || tokens[row][last] == tokenizer.EosId || tokens.Used(row) == 1024, "an answer ends");
        }
    }

    private static string Pair(string prompt, string completion) => $$"""{"prompt": "{{prompt}}", "completion": "{{completion}}"}""";

    private static DatasetDescription Data(string format) => new() { Name = "Tests.A", Kind = "json_lines", Path = "a.jsonl", Format = format };

    private ConversationOptions Options() => new() { ChatTemplate = "plain", MaxLength = 64, DataDirectory = _folder.Path, CacheDirectory = "" };

    private Task<TrainingData> Open(ConversationOptions options, string format, params string[] rows) => Open(options, format, new ByteTokenizer(), rows);

    private Task<TrainingData> Open(ConversationOptions options, string format, ByteTokenizer tokenizer, params string[] rows)
    {
        _folder.Write("a.jsonl", string.Join('\n', rows));
        return ConversationData.OpenAsync([Data(format)], options, tokenizer, 259);
    }

#pragma warning disable IDE1006, SA1300, CA1707 // names are those of the file's columns
    private sealed class Message
    {
        public string? role { get; set; }

        public string? content { get; set; }
    }

    private sealed class Row
    {
        public string? lang { get; set; }

        public List<Message>? messages { get; set; }
    }
#pragma warning restore IDE1006, SA1300, CA1707
}
