using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>A task whose answers a model writes. What it needs is a name, a data set, a metric, and how a row is read.</summary>
public abstract class GenerationTask : DatasetTask
{
    /// <inheritdoc/>
    public override string PrimaryMetric(EvaluationProfile profile) => "exact_match";

    /// <inheritdoc/>
    protected abstract override GenerationItem Read(DataRecord record, EvaluationProfile profile);
}
