using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>X.Checkpoint.g.cs</c> of a merge: its recipe as data, how it is run, and how its weights load.</summary>
internal static class MergeEmitter
{
    private static readonly string[] Usings =
        [
            "System.CodeDom.Compiler", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks",
            "Solar", "Solar.Plans", "Solar.Specs", "Solar.Runtime", "Solar.Runtime.Checkpoints", "Solar.Runtime.Checkpoints.Merging",
        ];

    public static EmittedFile Emit(MergePlan plan, EmitContext context)
    {
        MergeDeclaration merge = plan.Declaration;
        return SourceFile.Compose(merge.Name, merge.Shape, "Checkpoint", context, MergeTable.Header(plan), Usings, writer =>
        {
            writer.WriteSummary(Summary(plan));
            writer.Write($"""
                [GeneratedCode("Solar.Generators", {Literals.Code(context.Version)})]
                {ModelText.Opening(merge)} : IMergeDefinition<{Identifiers.Reference(merge.Name, plan.Model)}>
                """);
            using (writer.WriteBlock())
            {
                WriteDescription(writer, plan);
                writer.Line();
                WriteMerge(writer, plan);
                writer.Line();
                CheckpointEmitter.WriteLoad(writer, merge.Name, plan.Model);
            }
        });
    }

    private static string[] Summary(MergePlan plan)
    {
        DeclarationName from = plan.Declaration.Name;
        string inputs = StageText.And([.. plan.Recipe.Inputs.Select(input => input.Source).Distinct().Select(source => StageText.See(from, source))]);
        string over = plan.Recipe.Base is { } @base ? $" over {StageText.See(from, @base)}" : "";
        return
        [
            $"{MergeTable.Method(plan)} of {inputs}{over}.", .. MergeTable.Gradients(plan).Select(Literals.Xml),
            $"Its weights load as {StageText.See(from, plan.Model)}.",
        ];
    }

    private static void WriteDescription(IndentedWriter writer, MergePlan plan)
    {
        writer.Write($$"""
            /// <summary>What was declared of this merge, with every name and number resolved.</summary>
            public static MergeDescription Description { get; } = new()
            {
                Name = {{Literals.Code(plan.Declaration.Name.FullName)}},
                Canonical = {{Literals.Code(ResolvedText.Of(plan))}},
                Model = {{Literals.Code(plan.Model)}},
                Recipe = new({{Literals.Code(plan.Recipe.Method)}}, LayerCount: {{Literals.Code(plan.Recipe.LayerCount)}})
                {
            """);
        foreach (string line in Recipe(plan.Recipe))
        {
            writer.Write("        " + line);
        }

        writer.Write("    },\n};");
    }

    // A folder for each source, by name.
    private static void WriteMerge(IndentedWriter writer, MergePlan plan)
    {
        DeclarationName from = plan.Declaration.Name;
        string name = Identifiers.Escape(from.Name), model = Identifiers.Reference(from, plan.Model);
        (string Source, string Parameter)[] folders = Folders(plan.Recipe.Sources);
        writer.Write("/// <summary>Merges checkpoints from file to file; no tensor of a module is built. The result appears whole or not at all.</summary>");
        foreach ((string source, string parameter) in folders)
        {
            writer.Write($"/// <param name=\"{parameter}\">The checkpoint of {StageText.See(from, source)}, in Hugging Face's layout.</param>");
        }

        string function = plan.Recipe.Function is { } own ? "global::" + Identifiers.Escape(own) : "null";
        writer.Write($"""
            /// <param name="outDir">The folder to write; its config.json comes from the declaration.</param>
            /// <param name="options">Shard size, hashes, threads and progress.</param>
            /// <param name="cancellationToken">Stops the merge and leaves the output as it was.</param>
            /// <exception cref="CheckpointException">A checkpoint is not what is declared; the message names what differs.</exception>
            public static Task<MergeResult> MergeAsync(
                {string.Join(", ", folders.Select(folder => "string " + folder.Parameter))}, string outDir,
                MergeOptions? options = null, CancellationToken cancellationToken = default) =>
                CheckpointMerges.RunAsync<{name}, {model}>(
                    new Dictionary<string, string>
                    {"{"}
            """);
        foreach ((string source, string parameter) in folders)
        {
            writer.Write($"            [{Literals.Code(source)}] = {parameter},");
        }

        writer.Write($"        {"}"},\n        outDir, {function}, options, cancellationToken);");
    }

    // sftV3Dir of Paper.SftV3; where two have one simple name, both have a number.
    private static (string Source, string Parameter)[] Folders(IReadOnlyList<string> sources)
    {
        string[] names = [.. sources.Select(source => Identifiers.Simple(source)).Select(simple => char.ToLowerInvariant(simple[0]) + simple.Substring(1))];
        return [.. sources.Select((source, i) => (source, names.Count(other => other == names[i]) > 1 || names[i] == "out" ? $"{names[i]}{i + 1}Dir" : names[i] + "Dir"))];
    }

    private static IEnumerable<string> Recipe(MergeRecipe recipe)
    {
        foreach (string line in Array("Inputs = ", recipe.Inputs.Select(Input)))
        {
            yield return line;
        }

        if (recipe.Base is { } @base)
        {
            yield return $"Base = {Literals.Code(@base)},";
        }

        foreach (string line in recipe.Parameters.Count == 0 ? [] : Array("Parameters = ", recipe.Parameters.Select(Parameter)))
        {
            yield return line;
        }

        foreach (string line in recipe.Slices.Count == 0 ? [] : Array("Slices = ", recipe.Slices.Select(Slice)))
        {
            yield return line;
        }

        if (recipe.Dtype is { } dtype)
        {
            yield return $"Dtype = global::Solar.Dtype.{dtype},";
        }

        if (recipe.Vocabulary != VocabularyPolicy.Same)
        {
            yield return $"Vocabulary = VocabularyPolicy.{recipe.Vocabulary},";
        }

        if (recipe.Function is { } function)
        {
            yield return $"Function = {Literals.Code(function)},";
        }

        if (recipe.TokenizerSource is { } tokenizer)
        {
            yield return $"TokenizerSource = {Literals.Code(tokenizer)},";
        }
    }

    // One item a line, as somebody would write it.
    private static IEnumerable<string> Array(string opening, IEnumerable<string> items)
    {
        string[] all = [.. items];
        yield return opening + "EquatableArray.Of(";
        for (int i = 0; i < all.Length; i++)
        {
            yield return "    " + all[i] + (i < all.Length - 1 ? "," : "),");
        }
    }

    private static string Input(MergeRecipeInput input) => $"new MergeRecipeInput({Literals.Code(input.Source)}){Parameters(input.Parameters)}";

    private static string Slice(MergeRecipeSlice slice)
    {
        string sources = string.Join(", ", slice.Sources.Select(source => $"new MergeRecipeSource({source.Start}){Parameters(source.Parameters)}"));
        string start = slice.BaseStart == 0 ? "" : $"BaseStart = {slice.BaseStart}";
        string parameters = slice.Parameters.Count == 0 ? "" : $"Parameters = {List(slice.Parameters)}";
        string properties = string.Join(", ", new[] { start, parameters }.Where(property => property.Length > 0));
        return $"new MergeRecipeSlice({slice.Count}, {sources}){(properties.Length == 0 ? "" : $" {{ {properties} }}")}";
    }

    private static string Parameters(EquatableArray<MergeParameter> parameters) => parameters.Count == 0 ? "" : $" {{ Parameters = {List(parameters)} }}";

    private static string List(EquatableArray<MergeParameter> parameters) => $"EquatableArray.Of({string.Join(", ", parameters.Select(Parameter))})";

    private static string Parameter(MergeParameter parameter) =>
        $"new MergeParameter({Literals.Code(parameter.Name)}, {string.Join(", ", parameter.Settings.Select(Setting))})";

    private static string Setting(MergeSetting setting) =>
        $"new MergeSetting({(setting.Filter is { } filter ? Literals.Code(filter) : "null")}, {string.Join(", ", setting.Values.Select(Literals.Code))})";
}
