using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Training.Conversations;

/// <summary>Pairs of answers, and rows that are none.</summary>
public sealed class PreferenceDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pair_HasOnePromptAndTwoAnswers()
    {
        using PreferenceRows rows = (await Open(Options(), "preference", Pair("ab", "cd", "e"))).Rows;

        PreferencePair pair = rows[0];
        Assert.Equal([1, 'a' + 3, 'b' + 3], pair.Prompt);
        Assert.Equal([.. Bytes("cd"), 2], pair.Chosen);
        Assert.Equal([.. Bytes("e"), 2], pair.Rejected);
        Assert.Null(pair.Label);
        Assert.Equal((1, 6, 8L, false), (rows.Count, rows.LongestLength, rows.TokenCount, rows.IsLabelled));
        Assert.Equal("a.jsonl, line 1", rows.Places([0]));
    }

    [Fact]
    public async Task LabelledAnswers_HaveOneAnswer_AndStandAlone()
    {
        string[] labelled = ["""{"prompt": "a", "completion": "b", "label": true}""", """{"prompt": "a", "completion": "c", "label": 0}"""];
        using PreferenceRows rows = (await Open(Options(), "kto", labelled)).Rows;

        Assert.True(rows.IsLabelled);
        Assert.Equal([true, false], [rows[0].Label, rows[1].Label]);
        Assert.Empty(rows[0].Rejected);

        _folder.Write("b.jsonl", Pair("a", "b", "c"));
        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(
            () => PreferenceData.OpenAsync([Data("kto"), Data("preference") with { Path = "b.jsonl" }], Options(), new ByteTokenizer(), 259));
        Assert.Contains("give them stages of their own", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("preference", """{"prompt": "a", "chosen": "b", "rejected": " b "}""", "has the same answer as chosen and rejected")]
    [InlineData("preference", """{"prompt": "a", "chosen": "", "rejected": "b"}""", "has an empty answer as chosen")]
    [InlineData("preference", """{"prompt": "a", "chosen": "b"}""", "has no field 'rejected', which format preference reads")]
    [InlineData("preference", """{"chosen": "b", "rejected": "c"}""", "has no field 'prompt'")]
    [InlineData("preference", """{"prompt": "a", "chosen": 1, "rejected": "c"}""", "field 'chosen' is a JSON number, not a string")]
    [InlineData("hh_rlhf", """{"chosen": "Hi", "rejected": "b"}""", "field 'chosen' is no transcript")]
    [InlineData("hh_rlhf", """{"chosen": "\n\nHuman: a\n\nAssistant: b", "rejected": "\n\nHuman: x\n\nAssistant: c"}""", "has two prompts")]
    [InlineData("hh_rlhf", """{"chosen": "\n\nHuman: a\n\nAssistant: b\n\nHuman: c", "rejected": "\n\nHuman: a\n\nAssistant: c"}""", "ends with a message of user, not with an answer")]
    [InlineData("kto", """{"prompt": "a", "completion": "b", "label": "yes"}""", "field 'label' is \"yes\", not true or false")]
    [InlineData("alpaca", """{"prompt": "a"}""", "has format 'alpaca', which is none of preferences; known are alpaca_preference, hh_rlhf, kto, orca_pairs, preference, ultrafeedback")]
    public async Task RowThatIsNoPair_IsNamed(string format, string row, string problem)
    {
        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Open(Options(), format, row));

        Assert.Equal(_folder["a.jsonl"], thrown.File);
        Assert.Contains(problem, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongPairs_KeepTheirBeginning_AndPromptsThatFillARowAreLeftOut()
    {
        PreferenceData data = await Open(
            Options() with { MaxLength = 6 }, "preference", Pair("ab", "cdefgh", "x"), Pair("abcdefgh", "i", "j"), Pair("ab", "cdexx", "cdeyy"), Pair("a", "b", "c"));
        using PreferenceRows rows = data.Rows;

        Assert.Equal(2, rows.Count);
        Assert.Equal(Bytes("cde"), rows[0].Chosen);
        Assert.Equal([.. Bytes("x"), 2], rows[0].Rejected);
        DatasetCounts counts = data.Datasets[0].Counts;
        Assert.Equal((4L, 2L, 2L, 1L, 14L), (counts.Rows, counts.Documents, counts.WithoutTargets, counts.Truncated, counts.Tokens));
        Assert.Equal(
            [
                "a.jsonl, line 2: has a prompt of 9 tokens, which leaves no room for an answer within MaxLength 6; it is left out.",
                "a.jsonl, line 3: has two answers that are equal up to MaxLength 6; it is left out.",
            ],
            data.Datasets[0].Problems);
    }

    [Theory]
    [InlineData(ExcessLength.Drop)]
    [InlineData(ExcessLength.Raise)]
    public async Task LongPairs_AreLeftOutOrAnError(ExcessLength strategy)
    {
        Task<PreferenceData> open = Open(Options() with { MaxLength = 6, ExcessLengthStrategy = strategy }, "preference", Pair("a", "b", "c"), Pair("ab", "cdefgh", "x"));
        if (strategy == ExcessLength.Raise)
        {
            Assert.Contains("line 2: has 10 tokens, more than MaxLength 6", (await Assert.ThrowsAsync<TrainingDataException>(() => open)).Message, StringComparison.Ordinal);
            return;
        }

        using PreferenceRows rows = (await open).Rows;
        Assert.Equal((1, 1L), (rows.Count, (await open).Datasets[0].Counts.TooLong));
    }

    [Fact]
    public async Task Hash_IsThatOfThePairs()
    {
        using PreferenceRows rows = (await Open(Options(), "preference", Pair("ab", "cd", "e"))).Rows;
        using PreferenceRows same = (await Open(Options() with { MaxLength = 60 }, "preference", Pair("ab", "cd", "e"))).Rows;
        using PreferenceRows other = (await Open(Options(), "preference", Pair("abc", "d", "e"))).Rows;

        Assert.Equal(rows.Hash(), same.Hash());
        Assert.NotEqual(rows.Hash(), other.Hash());
    }

    /// <summary>The figures are those of the files: 6 pairs of equal answers; 4 empty answers and 5 pairs of two prompts.</summary>
    [SkippableTheory]
    [InlineData("dpo/rasbt-instruction-data-with-preference.json", "alpaca_preference", "alpaca", 1100, 6)]
    [InlineData("dpo/hh-rlhf-harmless-base-test.jsonl.gz", "hh_rlhf", "solar", 2312, 9)]
    public async Task RealSets_ArePairs(string path, string format, string template, int count, int bad)
    {
        DatasetDescription data = new() { Name = "Tests.Real", Kind = "dataset", Path = path, Format = format, OnBadRow = "drop" };
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(SolarAssets.Path("stories260K/hf"));
        ConversationOptions options = new() { ChatTemplate = template, MaxLength = 4096, DataDirectory = Path.GetDirectoryName(SolarAssets.Path("dpo"))!, CacheDirectory = "" };

        PreferenceData opened = await PreferenceData.OpenAsync([data], options, tokenizer, tokenizer.VocabSize);
        using PreferenceRows rows = opened.Rows;

        Assert.Equal(((long)count, (long)bad, (long)count - bad), (opened.Datasets[0].Counts.Rows, opened.Datasets[0].Counts.Bad, opened.Datasets[0].Counts.Documents));
        for (int row = 0; row < rows.Count; row += 53)
        {
            PreferencePair pair = rows[row];
            Assert.Equal((tokenizer.BosId, tokenizer.EosId, tokenizer.EosId), (pair.Prompt[0], pair.Chosen[^1], pair.Rejected[^1]));
            Assert.DoesNotContain(tokenizer.EosId, pair.Chosen.SkipLast(1));
            Assert.EndsWith(template == "solar" ? "### Assistant:\n" : "### Response:\n", tokenizer.Decode(pair.Prompt), StringComparison.Ordinal);
        }
    }

    private static int[] Bytes(string text) => [.. text.Select(letter => letter + 3)];

    private static string Pair(string prompt, string chosen, string rejected) => $$"""{"prompt": "{{prompt}}", "chosen": "{{chosen}}", "rejected": "{{rejected}}"}""";

    private static DatasetDescription Data(string format) => new() { Name = "Tests.A", Kind = "json_lines", Path = "a.jsonl", Format = format };

    private ConversationOptions Options() => new() { ChatTemplate = "plain", MaxLength = 64, DataDirectory = _folder.Path, CacheDirectory = "" };

    private Task<PreferenceData> Open(ConversationOptions options, string format, params string[] rows)
    {
        _folder.Write("a.jsonl", string.Join('\n', rows));
        return PreferenceData.OpenAsync([Data(format)], options, new ByteTokenizer(), 259);
    }
}
