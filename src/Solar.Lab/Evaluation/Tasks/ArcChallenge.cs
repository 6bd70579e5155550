using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>ARC-Challenge (Clark et al., 2018): 1,172 science questions of school, three to five choices each; 25 examples, <c>acc_norm</c>.</summary>
public sealed class ArcChallenge : MultipleChoiceTask
{
    private const string Prefix = "Question: ";

    /// <inheritdoc/>
    public override string Name => "arc_challenge";

    /// <inheritdoc/>
    public override int FewShots => 25;

    /// <inheritdoc/>
    public override TaskDataset Dataset { get; } = new("allenai/ai2_arc", "test")
    {
        Configuration = "ARC-Challenge",
        Examples = "train",
        OtherNames = new Dictionary<string, IReadOnlyList<string>> { ["test"] = ["arc_challenge.jsonl"] },
    };

    /// <inheritdoc/>
    protected override ChoiceItem Read(DataRecord record, EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(record);

        return record.Has("question") ? ReadOriginal(record) : ReadQuery(record);
    }

    private static ChoiceItem ReadOriginal(DataRecord record)
    {
        IReadOnlyList<string> labels = record.Texts("choices.label");
        string key = record.Text("answerKey");
        int right = labels.ToList().IndexOf(key);
        if (right < 0)
        {
            throw record.Problem($"has answerKey '{key}', and its choices are labelled {string.Join(", ", labels)}.");
        }

        return Item(record, record.Text("question"), record.Texts("choices.text"), right);
    }

    // {query, choices, gold}, as mosaicml/llm-foundry has it.
    private static ChoiceItem ReadQuery(DataRecord record)
    {
        string query = record.Text("query");
        return query.StartsWith(Prefix, StringComparison.Ordinal)
            ? Item(record, query[Prefix.Length..], record.Texts("choices"), record.Integer("gold"))
            : throw record.Problem($"has a query that does not begin with '{Prefix}'.");
    }

    private static ChoiceItem Item(DataRecord record, string question, IReadOnlyList<string> choices, int right) => new()
    {
        Query = $"{Prefix}{question}\nAnswer:",
        Text = string.Join('\n', choices.Prepend(question)),
        Choices = choices,
        Right = right >= 0 && right < choices.Count
            ? right
            : throw record.Problem(FormattableString.Invariant($"says that choice {right} is right, of {choices.Count}.")),
    };
}
