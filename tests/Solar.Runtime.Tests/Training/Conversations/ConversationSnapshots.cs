using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Solar.Runtime.Text.Chat;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Training.Conversations;

/// <summary>A row of each format through each template, with its mask. Read the snapshots as one reads what a model is shown.</summary>
public sealed class ConversationSnapshots : IDisposable
{
    private static readonly Dictionary<string, string> Records = new()
    {
        ["alpaca"] = """
            {"instruction": "Convert to meters.", "input": "45 kilometers", "output": "45000 meters."}
            {"instruction": "Name a colour.", "input": "", "output": "Red."}
            """,
        ["openorca"] = """
            {"id": "flan.1", "system_prompt": "You are terse.", "question": "2 + 2?", "response": "4"}
            {"id": "niv.2", "system_prompt": "", "question": "Say <s>.", "response": "<s> it is </s>"}
            """,
        ["sharegpt"] = """
            {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello!"}, {"from": "human", "value": "Bye"}, {"from": "gpt", "value": "See you."}]}
            """,
        ["messages"] = """
            {"messages": [{"role": "system", "content": "You are terse."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello! Grüße, 日本 😀"}]}
            {"messages": [{"role": "user", "content": " spaced "}, {"role": "assistant", "content": " out\n"}]}
            """,
        ["prompt_completion"] = """
            {"prompt": "The sky is", "completion": " blue."}
            {"prompt": [{"role": "user", "content": "Hi"}], "completion": [{"role": "assistant", "content": "Hello!"}]}
            """,
        ["gsm8k"] = """
            {"question": "6 threes?", "answer": "6 * 3 = <<6*3=18>>18.\n#### 18"}
            """,
        ["preference"] = """
            {"prompt": "2 + 2?", "chosen": "4", "rejected": "5"}
            """,
        ["orca_pairs"] = """
            {"system": "You are terse.", "question": "2 + 2?", "chosen": "4", "rejected": "Four, I would say."}
            {"system": "", "question": "2 + 2?", "chosen": "4", "rejected": "5"}
            """,
        ["ultrafeedback"] = """
            {"prompt": "Hi", "prompt_id": "x", "chosen": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}], "rejected": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "What?"}]}
            """,
        ["hh_rlhf"] = """
            {"chosen": "\n\nHuman: Hi\n\nAssistant: Hello!\n\nHuman: Bye\n\nAssistant: See you.", "rejected": "\n\nHuman: Hi\n\nAssistant: Hello!\n\nHuman: Bye\n\nAssistant: No."}
            """,
        ["alpaca_preference"] = """
            {"instruction": "Convert to meters.", "input": "45 kilometers", "chosen": "45000 meters.", "rejected": "45 what?"}
            """,
        ["kto"] = """
            {"prompt": "2 + 2?", "completion": "4", "label": true}
            {"prompt": "2 + 2?", "completion": "5", "label": false}
            """,
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Conversations => ["alpaca", "openorca", "sharegpt", "messages", "prompt_completion", "gsm8k"];

    public static TheoryData<string> Preferences => ["preference", "orca_pairs", "ultrafeedback", "hh_rlhf", "alpaca_preference", "kto"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Conversations))]
    public Task Conversation(string format) => MatchAsync(format, async template =>
    {
        using TokenRows rows = (await ConversationData.OpenAsync([Data(format)], Options(template), new ByteTokenizer(), 259)).Rows;
        return string.Concat(Enumerable.Range(0, rows.Count).Select(row => MaskedText.Of(rows[row], rows.TargetsOf(row)).TrimEnd('·') + "\n"));
    });

    [Theory]
    [MemberData(nameof(Preferences))]
    public Task Preference(string format) => MatchAsync(format, async template =>
    {
        using PreferenceRows rows = (await PreferenceData.OpenAsync([Data(format)], Options(template), new ByteTokenizer(), 259)).Rows;
        var text = new StringBuilder();
        for (int row = 0; row < rows.Count; row++)
        {
            PreferencePair pair = rows[row];
            text.Append("prompt   ").Append(MaskedText.Of(pair.Prompt, new bool[pair.Prompt.Count])).Append('\n');
            text.Append(pair.Label switch { null => "chosen   ", true => "wanted   ", false => "unwanted " }).Append(Learnt(pair.Chosen)).Append('\n');
            text.Append(pair.Label is null ? $"rejected {Learnt(pair.Rejected)}\n" : "");
        }

        return text.ToString();
    });

    private static string Learnt(IReadOnlyList<int> ids) => MaskedText.Of(ids, [.. ids.Select(_ => true)]);

    private async Task MatchAsync(string format, Func<string, Task<string>> print)
    {
        _folder.Write("a.jsonl", Records[format]);
        var text = new StringBuilder();
        foreach (string template in ChatTemplate.BuiltIn)
        {
            text.Append("=== ").Append(template).Append('\n');
            try
            {
                text.Append(await print(template));
            }
            catch (TrainingDataException refusal)
            {
                // A template that has no place for a role refuses the row, and names it.
                text.Append("refused: ").Append(refusal.Message.Replace(_folder.Path + System.IO.Path.DirectorySeparatorChar, "", StringComparison.Ordinal)).Append('\n');
            }
        }

        TextSnapshot.Match(format, text.ToString());
    }

    private ConversationOptions Options(string template) => new()
    {
        ChatTemplate = template,
        MaxLength = 512,
        DataDirectory = _folder.Path,
        CacheDirectory = "",
    };

    private static DatasetDescription Data(string format) => new() { Name = "Tests.A", Kind = "json_lines", Path = "a.jsonl", Format = format };
}
