using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>
/// Joins the declarations of all front ends and of referenced assemblies, resolves names, lowers recipes and applies every rule.
/// The generator, the in-process compiler and the tests judge a program with this one class.
/// </summary>
public static class ProgramJoiner
{
    /// <summary>Joins <paramref name="local"/> declarations with those of referenced assemblies.</summary>
    /// <param name="local">The program's own declarations, broken ones included.</param>
    /// <param name="referenced">Declarations of the catalogs of referenced assemblies.</param>
    /// <param name="cancellationToken">Stops between declarations.</param>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static JoinedProgram Join(
        IEnumerable<ReadDeclaration> local, IEnumerable<Declaration> referenced, CancellationToken cancellationToken = default)
    {
        var findings = new List<Finding>();
        List<ReadDeclaration> distinct = [.. WithoutDuplicates(local, findings).Select(read => WithoutTakenName(read, findings))];
        var table = new DeclarationTable(distinct, referenced);
        var models = new ModelLowering(table, findings, [.. distinct.Select(read => read.Name.FullName)]);

        var modelPlans = new List<ModelPlan>();
        var stagePlans = new List<StagePlan>();
        var mergePlans = new List<MergePlan>();
        var datasetPlans = new List<DatasetPlan>();
        var broken = new List<ReadDeclaration>();

        foreach (ReadDeclaration read in distinct)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool planned = read.Declaration switch
            {
                ModelDeclaration model => Add(modelPlans, models.Plan(model)),
                StageDeclaration stage => Add(stagePlans, StageLowering.Plan(stage, models, findings)),
                MergeDeclaration merge => Add(mergePlans, MergeLowering.Plan(merge, models, findings)),
                DatasetDeclaration dataset => Add(datasetPlans, DatasetLowering.Plan(dataset, findings)),
                _ => false,
            };
            if (!planned)
            {
                broken.Add(read);
            }
        }

        return new JoinedProgram
        {
            Models = modelPlans.ToEquatableArray(),
            Stages = stagePlans.ToEquatableArray(),
            Merges = mergePlans.ToEquatableArray(),
            Datasets = datasetPlans.ToEquatableArray(),
            Broken = broken.ToEquatableArray(),
            Findings = findings.ToEquatableArray(),
            KnownModels = models.Known.OrderBy(plan => plan.Declaration.Name.FullName, StringComparer.Ordinal).ToEquatableArray(),
        };
    }

    private static bool Add<T>(List<T> plans, T? plan)
        where T : class
    {
        if (plan is null)
        {
            return false;
        }

        plans.Add(plan);
        return true;
    }

    // Not even a stub can stand in for it: that would have the same members.
    private static ReadDeclaration WithoutTakenName(ReadDeclaration read, List<Finding> findings)
    {
        if (NameRules.Fault(read) is not { } fault)
        {
            return read;
        }

        findings.Add(Finding.Of(Rules.UnsupportedDeclaration, new ElementPath(read.Name.FullName, ""), read.Name.Name, fault));
        return read with { Declaration = null, Shape = read.Shape with { StubOpening = "" } };
    }

    // Names that differ only in case would share an emitted file on some file systems, so they count as one.
    private static List<ReadDeclaration> WithoutDuplicates(IEnumerable<ReadDeclaration> local, List<Finding> findings)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var distinct = new List<ReadDeclaration>();
        foreach (ReadDeclaration read in local)
        {
            string name = read.Name.FullName;
            if (!seen.TryGetValue(name, out string? earlier))
            {
                seen.Add(name, name);
                distinct.Add(read);
                continue;
            }

            string hint = earlier == name ? "" : $": '{earlier}' differs only in case";
            findings.Add(Finding.Of(Rules.DuplicateDeclaration, new ElementPath(name, ""), read.Name.Name, hint));
        }

        return distinct;
    }
}
