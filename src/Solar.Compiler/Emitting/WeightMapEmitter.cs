using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>X.WeightMap.g.cs</c>: what a checkpoint holds, where it comes from, how it is bound, loaded and saved.</summary>
internal static class WeightMapEmitter
{
    public static EmittedFile Emit(ModelPlan plan, EmitContext context)
    {
        List<string> usings = ["System", "System.Collections.Generic", "Solar.LayerMaps", "Solar.Runtime", "Solar.Runtime.Checkpoints"];
        if (plan.Sources.Count > 0)
        {
            usings.AddRange(["System.Threading", "System.Threading.Tasks"]);
        }

        if (plan.Outside is { Embeddings.Resize: not null } or { Head.Resize: not null })
        {
            usings.Add("Solar");
        }

        if (plan.Map.Entries.Any(entry => entry.Parts.Count > 1 && entry.Parts.Any(part => part.Zeroed.Count > 0)))
        {
            usings.Add("Solar.Specs");
        }

        return SourceFile.Compose(
            plan.Declaration.Name, plan.Declaration.Shape, "WeightMap", context, ModelText.Header(plan), usings, writer => Write(writer, plan));
    }

    private static void Write(IndentedWriter writer, ModelPlan plan)
    {
        writer.Write(ModelText.Opening(plan.Declaration));
        using (writer.WriteBlock())
        {
            DescriptionEmitter.Write(writer, plan);
            writer.Line();
            LayerMapEmitter.Write(writer, plan);
            writer.Line();
            WriteTensors(writer, plan.Spec);
            writer.Line();
            TensorRuleEmitter.Write(writer, plan);
            writer.Line();
            WriteFiles(writer, plan);
            writer.Line();
            BindEmitter.Write(writer, plan.Spec);
        }
    }

    private static void WriteTensors(IndentedWriter writer, DecoderSpec spec)
    {
        long count = TensorCatalog.Below(spec).LongCount() + TensorCatalog.Above(spec).LongCount()
            + Enumerable.Range(0, spec.NumHiddenLayers).Sum(layer => (long)TensorCatalog.LayerTensors(spec, layer).Count);
        writer.Write($"""
            /// <summary>Every tensor of a checkpoint by its Hugging Face name, in the order of the forward pass: {Literals.Doc(count)} of them.</summary>
            public static IEnumerable<TensorShape> Tensors()
            """);
        WriteIterator(
            writer, spec, first: null,
            tensor => $"yield return new(\"{tensor.Name}\", {Shape(tensor)});",
            tensor => $"yield return new($\"{spec.Layout.LayerPrefix}{{i}}.{tensor.Name}\", {Shape(tensor)});");
    }

    private static void WriteDeclaredLoad(IndentedWriter writer, ModelPlan plan, string name)
    {
        if (plan.Declaration.Weights is not { } weights)
        {
            return;
        }

        writer.WriteSummary($"Reads the declared weights, <c>{Literals.Xml(weights.Location)}</c>: a folder, or a snapshot in the local Hugging Face cache.");
        writer.Write($"""
            /// <param name="placement">Device and type of the parameters; what is left open is taken as stored.</param>
            /// <exception cref="CheckpointException">They are not on this machine, or are not this model's.</exception>
            public static {name} Load(Placement placement = default) => Load(WeightsFolder.Find(Description), placement);

            """);
    }

    private static void WriteFiles(IndentedWriter writer, ModelPlan plan)
    {
        string name = Identifiers.Escape(plan.Declaration.Name.Name);
        writer.Write($"""
            /// <inheritdoc/>
            public static {name} Create(Placement placement = default) => new(placement);

            /// <summary>Reads a checkpoint in Hugging Face's layout; every name, shape and type is checked before anything is built.</summary>
            /// <param name="directory">The folder with config.json and the safetensors files.</param>
            /// <param name="placement">Device and type of the parameters; what is left open is taken as stored.</param>
            /// <exception cref="CheckpointException">Something is missing, unexpected or of another shape or type; the message names all of it.</exception>
            public static {name} Load(string directory, Placement placement = default) => Checkpoint.Load<{name}>(directory, placement);

            """);
        WriteDeclaredLoad(writer, plan, name);
        writer.Write("""
            /// <inheritdoc/>
            public void Save(string directory) => Checkpoint.Save(this, directory);
            """);
        UpscaleEmitter.Write(writer, plan, name);
    }

    /// <summary>The tensors in front of the layers, the layers as a loop, the tensors behind them: the order of the catalog.</summary>
    internal static void WriteIterator(
        IndentedWriter writer, DecoderSpec spec, string? first, Func<TensorSpec, string> outside, Func<TensorSpec, string> within, string? before = null)
    {
        using (writer.WriteBlock())
        {
            if (before is not null)
            {
                writer.Write(before);
            }

            foreach (TensorSpec tensor in TensorCatalog.Below(spec))
            {
                writer.Write(outside(tensor));
            }

            writer.Write("for (int i = 0; i < LayerCount; i++)");
            using (writer.WriteBlock())
            {
                if (first is not null)
                {
                    writer.Write(first);
                }

                LayerTensorsText.Write(writer, spec, (tensor, _) => within(tensor));
            }

            writer.Line();
            foreach (TensorSpec tensor in TensorCatalog.Above(spec))
            {
                writer.Write(outside(tensor));
            }
        }
    }

    /// <summary>The sizes of a tensor as arguments.</summary>
    internal static string Shape(TensorSpec tensor) => string.Join(", ", tensor.Shape.Select(Literals.Code));
}
