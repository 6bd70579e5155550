using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>WeightMap()</c>: how each tensor is made of the sources' tensors, as one would say it.</summary>
internal static class TensorRuleEmitter
{
    public static void Write(IndentedWriter writer, ModelPlan plan)
    {
        if (plan.Outside is not { } outside)
        {
            writer.Write("""
                /// <summary>How each tensor is made of other checkpoints' tensors: not at all, since this model is made from no other.</summary>
                public static IEnumerable<TensorRule> WeightMap() => [];
                """);
            return;
        }

        Dictionary<string, TensorOrigin> origins = TensorOrigins.Of(plan.Spec, outside, plan.Sources).ToDictionary(origin => origin.Target.Name);
        bool isCopy = plan.Source is not null && plan.Map.IsPlain && plan.Upcycling is null && origins.Values.All(origin => origin.Resize is null);
        writer.WriteSummary(isCopy
            ? $"For each tensor, the tensor of <see cref=\"{Identifiers.Reference(plan.Declaration.Name, plan.Source!)}\"/> that it is a byte copy of."
            : "For each tensor, how it is made of the sources' tensors.");
        writer.Write("public static IEnumerable<TensorRule> WeightMap()");

        if (plan.Map.IsPlain && plan.Source is not null && plan.Upcycling is null)
        {
            bool isIdentity = plan.Map.Layers.SequenceEqual(Enumerable.Range(0, plan.Map.Count));
            string from = isIdentity ? "{i}" : "{from}";
            string stack = Stack(plan.Spec);
            WeightMapEmitter.WriteIterator(
                writer, plan.Spec, first: isIdentity ? null : "int from = LayerMap[i];\n",
                tensor => $"yield return {Outside(origins[tensor.Name], plan)};",
                tensor => $"yield return TensorRule.Copy($\"{stack}.{{i}}.{tensor.Name}\", $\"{stack}.{from}.{tensor.Name}\");");
            return;
        }

        WeightMapEmitter.WriteIterator(
            writer, plan.Spec, first: null,
            tensor => $"yield return {Outside(origins[tensor.Name], plan)};",
            tensor => $"yield return {Layer(tensor, plan)};",
            before: "IReadOnlyList<LayerSource> layers = LayerSources;\n");
    }

    private static string Outside(TensorOrigin origin, ModelPlan plan)
    {
        string source = plan.Sources.Count > 1 ? $", source: {Literals.Code(origin.Source)}" : "";
        string tensors = $"{Literals.Code(origin.Target.Name)}, {Literals.Code(origin.Tensor)}";
        if (origin.Resize is not { } resize)
        {
            return $"TensorRule.Copy({tensors}{source})";
        }

        string random = resize.NewRows == NewTokens.Normal ? $", deviation: InitializerRange, seed: {Literals.Code(resize.Seed)}" : "";
        return $"TensorRule.Resize({tensors}, rows: {Literals.Code(resize.Rows)}, NewTokens.{resize.NewRows}{random}{source})";
    }

    private static string Layer(TensorSpec tensor, ModelPlan plan)
    {
        string stack = Stack(plan.Spec), name = Quoted(tensor.Name);
        string? source = plan.Upcycling is null ? tensor.Name : UpcyclingNames.Source(plan.Spec.Layout, plan.Sources[0].Spec.Layout, tensor.Name);
        return source is null
            ? $"TensorRule.Normal($\"{stack}.{{i}}.{tensor.Name}\", deviation: InitializerRange, seed: {Literals.Code(plan.Upcycling!.Seed)})"
            : $"TensorRule.OfLayer(layers[i], \"{stack}\", i, {name}{(source == tensor.Name ? "" : $", of: {Quoted(source)}")})";
    }

    // An expert's number is a variable of the loop around it.
    private static string Quoted(string name) => (name.Contains("{e}") ? "$" : "") + $"\"{name}\"";

    private static string Stack(DecoderSpec spec) => spec.Layout.LayerPrefix.TrimEnd('.');
}
