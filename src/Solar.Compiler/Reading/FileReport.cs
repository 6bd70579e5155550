using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>Collects what is wrong with a file as a whole.</summary>
internal sealed class FileReport(SourceFile file)
{
    private readonly List<Finding> _findings = [];

    /// <summary>What is wrong, in the order of the file.</summary>
    public EquatableArray<Finding> Findings => _findings.OrderBy(finding => finding.At!.Start).ToEquatableArray();

    /// <summary>Reports a broken rule.</summary>
    public void Fault(Rule rule, TextRange range, params object[] arguments) => _findings.Add(
        Finding.Of(rule, default(ElementPath), arguments) with { At = file.Location(file.Clamp(range.Start, range.End)) });
}
