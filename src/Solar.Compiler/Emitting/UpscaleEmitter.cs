using System.Collections.Generic;
using System.Linq;
using Solar.Plans;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>UpscaleAsync</c>: a folder for each source, then the one that is made.</summary>
internal static class UpscaleEmitter
{
    public static void Write(IndentedWriter writer, ModelPlan plan, string name)
    {
        if (plan.Sources.Count == 0)
        {
            return;
        }

        string[] crefs = [.. plan.Sources.Select(source => $"<see cref=\"{Identifiers.Reference(plan.Declaration.Name, source.Name)}\"/>")];
        bool copies = plan.Map.Entries.All(entry => entry.Init == LayerMaps.LayerInit.Copy) && plan.Upcycling is null;
        string how = copies ? "bytes are copied, no tensor is built" : "bytes are copied, means go through small buffers, no tensor is built";
        writer.Line();
        writer.WriteSummary($"Makes this model's checkpoint from {(crefs.Length == 1 ? "one" : "those")} of {StageText.And(crefs)}: {how}. It appears whole or not at all.");

        string[] parameters = crefs.Length == 1 ? ["baseDir"] : [.. Parameters(plan)];
        foreach ((string parameter, string cref) in parameters.Zip(crefs, (parameter, cref) => (parameter, cref)))
        {
            writer.Write($"/// <param name=\"{parameter}\">The checkpoint of {cref}, in Hugging Face's layout.</param>");
        }

        writer.Write($"""
            /// <param name="outDir">The folder to write; its config.json comes from the declaration.</param>
            /// <param name="cancellationToken">Stops the copying and leaves nothing behind.</param>
            """);
        if (crefs.Length == 1)
        {
            writer.Write($"""
                /// <exception cref="CheckpointException">The checkpoint is not one of {crefs[0]}; the message names what differs.</exception>
                public static Task<UpscaleResult> UpscaleAsync(string baseDir, string outDir, CancellationToken cancellationToken = default) =>
                    Upscaling.RunAsync<{name}>(baseDir, outDir, cancellationToken);
                """);
            return;
        }

        writer.Write($"""
            /// <exception cref="CheckpointException">A checkpoint is not of its declaration; the message names what differs.</exception>
            public static Task<UpscaleResult> UpscaleAsync(
                {string.Join(", ", parameters.Select(parameter => "string " + parameter))}, string outDir, CancellationToken cancellationToken = default) =>
                Upscaling.RunAsync<{name}>([{string.Join(", ", parameters)}], outDir, cancellationToken);
            """);
    }

    // mistral7BDir, zephyrDir; two sources of one simple name are numbered.
    private static IEnumerable<string> Parameters(ModelPlan plan)
    {
        string[] names = [.. plan.Sources.Select(source => Camel(Identifiers.Simple(source.Name)))];
        for (int i = 0; i < names.Length; i++)
        {
            bool isTaken = names[i] == "out" || names.Count(other => other == names[i]) > 1;
            yield return names[i] + (isTaken ? Literals.Plain(i + 1) : "") + "Dir";
        }
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
