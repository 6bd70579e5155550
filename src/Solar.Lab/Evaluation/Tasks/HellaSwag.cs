using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Python;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>HellaSwag (Zellers et al., 2019): 10,042 beginnings of a scene, four endings each; 10 examples, <c>acc_norm</c>.</summary>
public partial class HellaSwag : MultipleChoiceTask
{
    /// <inheritdoc/>
    public override string Name => "hellaswag";

    /// <inheritdoc/>
    public override int FewShots => 10;

    /// <inheritdoc/>
    public override TaskDataset Dataset { get; } = new("Rowan/hellaswag", "validation")
    {
        Examples = "train",
        OtherNames = new Dictionary<string, IReadOnlyList<string>>
        {
            ["validation"] = ["hellaswag_val_full.txt.bz2", "hellaswag_val_full.txt"],
        },
    };

    /// <inheritdoc/>
    protected override ExampleChoice Choice(EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);

        return profile.DrawsOneMore ? ExampleChoice.DrawnOneMore : ExampleChoice.Drawn;
    }

    /// <inheritdoc/>
    protected override ChoiceItem Read(DataRecord record, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(record);

        string context = $"{record.Text("activity_label")}: {record.Text("ctx_a")} {PythonText.Capitalize(record.Text("ctx_b"))}";
        IReadOnlyList<string> endings = record.Texts("endings");
        int right = record.Integer("label");
        return new ChoiceItem
        {
            Query = Clean(context),
            Choices = [.. endings.Select(Clean)],
            Right = right >= 0 && right < endings.Count ? right : throw record.Problem(FormattableString.Invariant($"has label {right}, of {endings.Count} endings.")),
        };
    }

    /// <inheritdoc/>
    protected override string? DepartureOf(DataRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);

        return HellaSwagText.Is(record.File)
            ? "Its text was cleaned before, and does not say where the last sentence begins, whose first letter the harness makes a capital: "
                + "some prompts are not those of the original data."
            : null;
    }

    /// <summary>The harness's <c>preprocess</c>: what WikiHow left in the texts is taken out.</summary>
    private static string Clean(string text)
    {
        string marked = PythonText.Strip(text).Replace(" [title]", ". ", StringComparison.Ordinal);
        return Bracketed().Replace(marked, "").Replace("  ", " ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\[.*?\]", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();
}

/// <summary>
/// HellaSwag as the harness's group <c>openllm</c> runs it: its examples are drawn from the train split as such. In <c>leaderboard-v1</c> that makes no difference.
/// </summary>
public sealed class HellaSwagOpenLlm : HellaSwag
{
    /// <inheritdoc/>
    public override string Name => "hellaswag_openllm";

    /// <inheritdoc/>
    protected override ExampleChoice Choice(EvaluationProfile profile) => ExampleChoice.Drawn;
}
