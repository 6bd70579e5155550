using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>X.Module.g.cs</c>: the model as one would write it by hand, from the top down.</summary>
internal static class ModuleEmitter
{
    public static EmittedFile Emit(ModelPlan plan, EmitContext context)
    {
        string[] usings =
        [
            "System.CodeDom.Compiler", "Solar.Runtime", "Solar.Runtime.Layers", "TorchSharp.Modules",
            "static TorchSharp.torch", "static TorchSharp.torch.nn",
        ];
        return SourceFile.Compose(
            plan.Declaration.Name, plan.Declaration.Shape, "Module", context, ModelText.Header(plan), usings, writer => Write(writer, plan, context));
    }

    private static void Write(IndentedWriter writer, ModelPlan plan, EmitContext context)
    {
        DecoderSpec spec = plan.Spec;
        string name = Identifiers.Escape(plan.Declaration.Name.Name);

        writer.WriteSummary(ModelText.Summary(plan));
        writer.Write($"[GeneratedCode(\"Solar.Generators\", {Literals.Code(context.Version)})]");
        writer.Write($"{ModelText.Opening(plan.Declaration)} : Module<Tensor, Tensor>, ICausalLanguageModel, IModelDefinition<{name}>");
        using (writer.WriteBlock())
        {
            writer.Write($$"""
                /// <summary>Number of decoder layers.</summary>
                public const int LayerCount = {{Literals.Code(spec.NumHiddenLayers)}};

                /// <summary>Number of parameters.</summary>
                public const long ParameterCount = {{Literals.Code(plan.ParameterCount)}};

                private const int HiddenSize = {{Literals.Code(spec.HiddenSize)}};
                private const int VocabSize = {{Literals.Code(spec.VocabSize)}};
                private const int MaxPositionEmbeddings = {{Literals.Code(spec.MaxPositionEmbeddings)}};
                private const double {{NormText.EpsName(spec.Norm)}} = {{Literals.Code(spec.Norm.Eps)}};
                private const double InitializerRange = {{Literals.Code(spec.InitializerRange)}};
                """);
            if (spec.Head.SoftCap is { } cap)
            {
                writer.Write($"private const double FinalLogitSoftcapping = {Literals.Code(cap)};");
            }

            writer.Line();
            WriteConstructor(writer, spec, name);
            WriteForward(writer, spec);

            BackboneEmitter.Write(writer, spec);
            writer.Line();
            DecoderLayerEmitter.Write(writer, spec);
            if (spec.Attention.Module is null)
            {
                writer.Line();
                AttentionEmitter.Write(writer, spec);
            }

            FeedForwardText.WriteClasses(writer, spec);
        }
    }

    private static void WriteConstructor(IndentedWriter writer, DecoderSpec spec, string name)
    {
        string backbone = EmittedNames.Pascal(spec.Layout.Backbone), head = EmittedNames.Pascal(spec.Layout.Head);
        writer.Write($$"""
            /// <summary>Creates the model with fresh weights: matrices from N(0, {{Literals.Code(spec.InitializerRange)}}²), norms {{Norms(spec.Norm)}}{{(HasBias(spec) ? ", biases 0" : "")}}.</summary>
            /// <param name="placement">Where its parameters live and in which type; {{(spec.Dtype ?? Dtype.Float32).Name()}} on the CPU where nothing is said.</param>
            public {{name}}(Placement placement = default) : base(nameof({{name}}))
            {
                placement = placement.For(ScalarType.{{spec.Dtype ?? Dtype.Float32}}, InitializerRange);
                {{backbone}} = new Backbone(placement);
            """);
        writer.Write(spec.TieWordEmbeddings
            ? $$"""

                    register_module("{{spec.Layout.Backbone}}", {{backbone}});
                }

                /// <summary>Everything below the language-model head, which is the embedding itself.</summary>
                public Backbone {{backbone}} { get; }

                """
            : $$"""
                    {{head}} = placement.Linear(HiddenSize, VocabSize{{(spec.Head.Bias ? ", hasBias: true" : "")}});

                    register_module("{{spec.Layout.Backbone}}", {{backbone}});
                    register_module("{{spec.Layout.Head}}", {{head}});
                }

                /// <summary>Everything below the language-model head.</summary>
                public Backbone {{backbone}} { get; }

                /// <summary>The language-model head, {{ModelText.LinearShape(spec.VocabSize, spec.HiddenSize, spec.Head.Bias)}}.</summary>
                public Linear {{head}} { get; }

                """);
        writer.Write($"""
            /// <summary>The {Literals.Count(spec.NumHiddenLayers, "decoder layer")}, bottom first.</summary>
            public ModuleList<DecoderLayer> Layers => {backbone}.{EmittedNames.Pascal(spec.Layout.Layers)};

            /// <inheritdoc/>
            public int MaxPositions => MaxPositionEmbeddings;

            """);
    }

    private static void WriteForward(IndentedWriter writer, DecoderSpec spec)
    {
        string backbone = EmittedNames.Pascal(spec.Layout.Backbone);
        string head = spec.TieWordEmbeddings
            ? $"Kernels.Unembed(hidden, {backbone}.{EmittedNames.Pascal(spec.Layout.Embedding)})"
            : $"{EmittedNames.Pascal(spec.Layout.Head)}.call(hidden)";
        writer.Write($$"""
            /// <summary>Logits of whole sequences, without padding or cache.</summary>
            /// <param name="inputIds">Token ids, int64 [batch, length].</param>
            /// <returns>Logits [batch, length, {{spec.VocabSize}}].</returns>
            public override Tensor forward(Tensor inputIds) => forward(inputIds, ForwardContext.None);

            /// <summary>Logits, with padding, positions or a key/value cache.</summary>
            /// <param name="inputIds">Token ids, int64 [batch, length].</param>
            /// <param name="context">What this call has beside the ids.</param>
            /// <returns>Logits [batch, length, {{spec.VocabSize}}].</returns>
            public Tensor forward(Tensor inputIds, ForwardContext context)
            {
                using Tensor hidden = Hidden(inputIds, context);
                return Head(hidden);
            }

            /// <inheritdoc/>
            public Tensor Hidden(Tensor inputIds, ForwardContext context) => {{backbone}}.Forward(inputIds, context);

            /// <inheritdoc/>
            {{Head(spec, head)}}

            /// <inheritdoc/>
            public KeyValueCache CreateCache(long batch, long capacity) =>
                new(batch, keyValueHeads: {{spec.Attention.NumKeyValueHeads}}, headDim: {{spec.Attention.HeadDim}}, capacity);

            /// <summary>Does nothing: constructors register by name, so that no reflection is needed.</summary>
            protected override void RegisterComponents() { }

            """);
    }

    private static string Head(DecoderSpec spec, string head) => spec.Head.SoftCap is null
        ? $"public Tensor Head(Tensor hidden) => {head};"
        : $$"""
            public Tensor Head(Tensor hidden)
            {
                using Tensor logits = {{head}};
                return Kernels.SoftCap(logits, FinalLogitSoftcapping);
            }
            """;

    private static string Norms(NormSpec norm) => norm.Module is not null ? "as they make themselves" : norm.Kind == NormKind.RmsPlusOne ? "0" : "1";

    private static bool HasBias(DecoderSpec spec) => spec.Norm.Bias || spec.Head.Bias || spec.Attention.QueryKeyValueBias || spec.Attention.OutputBias
        || spec.LayerKinds[0].Mlp is MlpSpec { Bias: true }
        || spec.OwnModules.Any(own => own.Tensors.Any(tensor => tensor.Name.EndsWith("bias", System.StringComparison.Ordinal)));
}
