using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>A task of questions with choices. What it needs is a name, a data set, and how a row is read.</summary>
public abstract class MultipleChoiceTask : DatasetTask
{
    /// <inheritdoc/>
    public override string PrimaryMetric(EvaluationProfile profile) => "acc_norm";

    /// <inheritdoc/>
    protected abstract override ChoiceItem Read(DataRecord record, EvaluationProfile profile);
}
