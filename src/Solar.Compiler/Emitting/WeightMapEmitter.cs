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
        if (plan.Source is not null)
        {
            usings.AddRange(["System.Threading", "System.Threading.Tasks"]);
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
            WriteLayerMap(writer, plan);
            writer.Line();
            WriteTensors(writer, plan.Spec);
            writer.Line();
            WriteMap(writer, plan);
            writer.Line();
            WriteFiles(writer, plan);
            writer.Line();
            BindEmitter.Write(writer, plan.Spec);
        }
    }

    private static void WriteLayerMap(IndentedWriter writer, ModelPlan plan)
    {
        writer.WriteSummary(plan.Source is { } source
            ? $"For each layer, bottom first, the layer of <see cref=\"{Identifiers.Reference(plan.Declaration.Name, source)}\"/> that it starts from."
            : "For each layer, bottom first, the layer that it starts from: itself, since this model is made from no other.");
        writer.Write("public static ReadOnlySpan<int> LayerMap =>");
        writer.Write("[");
        foreach (string line in LayerMapText.Lines(plan.Map, width: 120 - writer.Column - 4))
        {
            writer.Write("    " + line);
        }

        string of = Literals.Code(plan.Source ?? plan.Declaration.Name.FullName);
        writer.Write($$"""
            ];

            /// <summary>For each layer, bottom first, the model and the layer that it starts from.</summary>
            public static IReadOnlyList<LayerSource> LayerSources =>
                Array.ConvertAll(LayerMap.ToArray(), layer => new LayerSource({{of}}, layer));
            """);
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

    private static void WriteMap(IndentedWriter writer, ModelPlan plan)
    {
        if (plan.Source is not { } source)
        {
            writer.Write("""
                /// <summary>From which tensor of another checkpoint each tensor is copied: from none, since this model is made from no other.</summary>
                public static IEnumerable<TensorCopy> WeightMap() => [];
                """);
            return;
        }

        writer.WriteSummary(
            $"For each tensor, the tensor of <see cref=\"{Identifiers.Reference(plan.Declaration.Name, source)}\"/> that it is a byte copy of.");
        writer.Write("public static IEnumerable<TensorCopy> WeightMap()");
        bool isIdentity = plan.Map.Layers.SequenceEqual(Enumerable.Range(0, plan.Map.Count));
        string from = isIdentity ? "{i}" : "{from}", layers = plan.Spec.Layout.LayerPrefix;
        WriteIterator(
            writer, plan.Spec, first: isIdentity ? null : "int from = LayerMap[i];\n",
            tensor => $"yield return new(\"{tensor.Name}\", \"{tensor.Name}\");",
            tensor => $"yield return new($\"{layers}{{i}}.{tensor.Name}\", $\"{layers}{from}.{tensor.Name}\");");
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
        if (plan.Source is not { } source)
        {
            return;
        }

        string cref = $"<see cref=\"{Identifiers.Reference(plan.Declaration.Name, source)}\"/>";
        writer.Line();
        writer.WriteSummary($"Makes this model's checkpoint from one of {cref}: bytes are copied, no tensor is built. It appears whole or not at all.");
        writer.Write($"""
            /// <param name="baseDir">The checkpoint of {cref}, in Hugging Face's layout.</param>
            /// <param name="outDir">The folder to write; its config.json comes from the declaration.</param>
            /// <param name="cancellationToken">Stops the copying and leaves nothing behind.</param>
            /// <exception cref="CheckpointException">The checkpoint is not one of {cref}; the message names what differs.</exception>
            public static Task<UpscaleResult> UpscaleAsync(string baseDir, string outDir, CancellationToken cancellationToken = default) =>
                Upscaling.RunAsync<{name}>(baseDir, outDir, cancellationToken);
            """);
    }

    // The tensors in front of the layers, the layers as a loop, the tensors behind them: the order of the catalog.
    private static void WriteIterator(
        IndentedWriter writer, DecoderSpec spec, string? first, Func<TensorSpec, string> outside, Func<TensorSpec, string> within)
    {
        using (writer.WriteBlock())
        {
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
