using System.Collections.Generic;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Checks a data set.</summary>
internal static class DatasetLowering
{
    /// <summary>The plan of a data set; null (reported) where it cannot be read.</summary>
    public static DatasetPlan? Plan(DatasetDeclaration dataset, List<Finding> findings)
    {
        if (dataset.Path.Trim().Length == 0)
        {
            findings.Add(Finding.Of(
                Rules.MissingKey, new ElementPath(dataset.Name.FullName, dataset.Kind + ".path"), dataset.Kind, "a path"));
            return null;
        }

        return DatasetRules.Check(dataset, (rule, element, arguments) =>
            findings.Add(Finding.Of(rule, new ElementPath(dataset.Name.FullName, element), arguments)))
            ? new DatasetPlan(dataset)
            : null;
    }
}
