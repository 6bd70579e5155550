using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Building;
using Solar.Lab.Evaluation.Results;

namespace SolarPaper.Report;

/// <summary>What all figures follow from: versions, seeds, hashes and the declarations themselves.</summary>
internal static class ManifestSection
{
    public static void Write(Html page, ReportInputs inputs)
    {
        page.Add($"<dl>");
        foreach ((string name, string value) in Facts(inputs))
        {
            page.Add($"<dt>{name}</dt><dd>{value}</dd>");
        }

        page.Add($"</dl>");
        page.Add($"<h3>Checkpoints and what they follow from</h3><p>The hash of each result, and behind it all that it was made from. Where one of these changes, <code>build</code> makes it again, and only then.</p>");
        foreach (BuiltThing thing in inputs.Program.Things)
        {
            string output = thing.Output.Length > 0 ? thing.Output : thing.Standing switch { BuiltStanding.Given => "given", BuiltStanding.Unfinished => "not finished", _ => "not built" };
            page.Add($"<details><summary>{thing.Name} <small class=\"hash\">{output}</small></summary><dl>");
            page.Add($"<dt>key</dt><dd class=\"hash\">{thing.Key}</dd>");
            foreach ((string name, string value) in thing.Parts.OrderBy(part => part.Key, StringComparer.Ordinal))
            {
                page.Add($"<dt>{name}</dt><dd class=\"hash\">{value}</dd>");
            }

            page.Add($"</dl></details>");
        }

        if (inputs.Declarations.Length > 0)
        {
            page.Add($"<h3>The program</h3><details><summary>{inputs.Subject.Declarations} <small>{inputs.Declarations.Count(c => c == '\n')} lines: all that is built above</small></summary><pre tabindex=\"0\"><code>{CodeText.Of(inputs.Declarations, inputs.Subject.Declarations)}</code></pre></details>");
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(ReportInputs inputs)
    {
        if (Environment(inputs) is { } environment)
        {
            yield return ("Software", $"Solar {Text(environment, "solar")}, TorchSharp {Text(environment, "torch_sharp")}, {Text(environment, "framework")}, {Text(environment, "architecture")}, {Text(environment, "device")}");
        }

        foreach (BuiltThing step in inputs.Program.Things.Where(thing => thing.Kind == BuildKind.Step))
        {
            yield return (step.Name, step.Parts.GetValueOrDefault("declaration", "not built"));
        }

        foreach (BuiltThing model in inputs.Program.Things.Where(thing => thing.Parts.ContainsKey("seed")))
        {
            yield return ($"Seed of {model.Name}", model.Parts["seed"]);
        }

        if (inputs.Evaluations.Values.FirstOrDefault() is { } first)
        {
            EvaluationManifest manifest = first.Manifest;
            yield return ("Tests", string.Join(", ", first.Figures.Tasks.Select(task => FormattableString.Invariant($"{task.Name} ({task.Documents} items, {task.FewShots} examples, {task.PrimaryMetric})"))));
            yield return ("Profile", $"{manifest.Profile}: {manifest.Reference}");
        }
    }

    // All stages tell the same; one that is half-written tells nothing.
    private static JsonElement? Environment(ReportInputs inputs) =>
        inputs.Program.Things.Where(thing => thing.Kind == BuildKind.Stage).Select(thing => StageManifest.Find(thing.Directory, "environment")).FirstOrDefault(found => found is not null);

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) ? value.ToString() : "?";
}
