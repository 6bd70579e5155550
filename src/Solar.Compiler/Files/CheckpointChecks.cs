using System;
using System.Collections.Generic;
using System.Threading;
using Solar.Compiler.Joining;
using Solar.Plans;
using Solar.Validation;

namespace Solar.Compiler.Files;

/// <summary>
/// Compares the models of a program with the files that <c>[CheckAgainst]</c> names (SOLAR015, 016 and 350 to 354). Nothing is emitted otherwise for it:
/// what is declared counts, and the files are only asked whether they agree.
/// </summary>
public static class CheckpointChecks
{
    /// <summary>Every disagreement, one finding each.</summary>
    /// <param name="program">The joined program.</param>
    /// <param name="files">Where the files are found.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public static IReadOnlyList<Finding> Check(JoinedProgram program, INamedFiles files, CancellationToken cancellationToken = default)
    {
        var findings = new List<Finding>();
        foreach (ModelPlan plan in program.Models)
        {
            for (int i = 0; i < (plan.Declaration.CheckAgainst?.Files.Count ?? 0); i++)
            {
                string name = plan.Declaration.Name.FullName;
                string element = FormattableString.Invariant($"check_against.files[{i}]");
                string written = plan.Declaration.CheckAgainst!.Files[i];
                void Report(Rule rule, string at, params object[] arguments) => findings.Add(Finding.Of(rule, new ElementPath(name, at), arguments));
                if (files.Find(written, element, Report) is { } file)
                {
                    new FileComparison(plan, file, written, element, Report, findings).Run(cancellationToken);
                }
            }
        }

        return findings;
    }
}
