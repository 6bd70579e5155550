using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Python;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>
/// Winogrande XL (Sakaguchi et al., 2019): 1,267 sentences with a gap and two words for it; 5 examples, <c>acc</c> by partial evaluation: the same rest of the sentence
/// is scored after either word.
/// </summary>
public class Winogrande : DatasetTask
{
    /// <inheritdoc/>
    public override string Name => "winogrande";

    /// <inheritdoc/>
    public override int FewShots => 5;

    /// <inheritdoc/>
    public override string PrimaryMetric(EvaluationProfile profile) => "acc";

    /// <inheritdoc/>
    public override TaskDataset Dataset { get; } = new("allenai/winogrande", "validation")
    {
        Configuration = "winogrande_xl",
        Examples = "train",
        OtherNames = new Dictionary<string, IReadOnlyList<string>>
        {
            ["validation"] = ["winogrande.jsonl", "winogrande/dev.jsonl", "winogrande_1.1/dev.jsonl"],
            ["train"] = ["winogrande/train_xl.jsonl", "winogrande_1.1/train_xl.jsonl"],
        },
    };

    /// <inheritdoc/>
    protected override ExampleChoice Choice(EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);

        return profile.DrawsOneMore ? ExampleChoice.DrawnOneMore : ExampleChoice.Drawn;
    }

    /// <inheritdoc/>
    protected override TaskItem Read(DataRecord record, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(profile);

        (string sentence, IReadOnlyList<string> options, int right) = record.Has("sentence") ? Original(record) : Filled(record);
        int gap = sentence.IndexOf('_', StringComparison.Ordinal);
        if (gap < 0 || right is not (0 or 1))
        {
            throw record.Problem(gap < 0 ? "has a sentence without a gap '_'." : "has no answer '1' or '2'; take the split whose answers are published.");
        }

        string start = sentence[..gap];
        return new FilledGapItem
        {
            Query = start + options[right],
            Starts = [start + options[0], start + options[1]],
            Rest = PythonText.Strip(sentence[(gap + 1)..]),
            Right = right,
            KeepsToLastBlankLine = profile.WinograndeKeepsToBlankLine,
        };
    }

    private static (string Sentence, IReadOnlyList<string> Options, int Right) Original(DataRecord record)
    {
        string answer = record.Text("answer");
        return (record.Text("sentence"), [record.Text("option1"), record.Text("option2")], answer switch { "1" => 0, "2" => 1, _ => -1 });
    }

    // {context_options, continuation, gold}, as mosaicml/llm-foundry has it: the words are what differs, from the last space on.
    private static (string Sentence, IReadOnlyList<string> Options, int Right) Filled(DataRecord record)
    {
        IReadOnlyList<string> starts = record.Texts("context_options");
        if (starts.Count != 2)
        {
            throw record.Problem(FormattableString.Invariant($"has {starts.Count} context_options, not 2."));
        }

        int common = starts[0].Zip(starts[1]).TakeWhile(pair => pair.First == pair.Second).Count();
        int word = starts[0].AsSpan(0, common).LastIndexOf(' ') + 1;
        return ($"{starts[0][..word]}_ {record.Text("continuation")}", [starts[0][word..], starts[1][word..]], record.Integer("gold"));
    }
}

/// <summary>
/// Winogrande as the harness's group <c>openllm</c> runs it: its examples are drawn from the train split as such. In <c>leaderboard-v1</c> that makes no difference.
/// </summary>
public sealed class WinograndeOpenLlm : Winogrande
{
    /// <inheritdoc/>
    public override string Name => "winogrande_openllm";

    /// <inheritdoc/>
    protected override ExampleChoice Choice(EvaluationProfile profile) => ExampleChoice.Drawn;
}
