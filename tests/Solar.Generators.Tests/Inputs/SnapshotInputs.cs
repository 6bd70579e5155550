using System.Collections.Generic;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Rules;

namespace Solar.Generators.Tests.Inputs;

/// <summary>The programs of the snapshot tests, over which the caching tests run too.</summary>
internal static class SnapshotInputs
{
    /// <summary>The programs by name.</summary>
    public static IReadOnlyDictionary<string, TestProgram> All { get; } = new Dictionary<string, TestProgram>
    {
        [nameof(PaperInCSharp)] = PaperInCSharp,
        [nameof(PaperInYaml)] = PaperInYaml,
        [nameof(Architectures)] = Architectures,
        [nameof(OwnModules)] = OwnModules,
        [nameof(OwnComponents)] = OwnComponents,
        [nameof(Places)] = Places,
        [nameof(BothFrontEnds)] = BothFrontEnds,
        [nameof(Broken)] = Broken,
        [nameof(Refused)] = Refused,
        [nameof(OverALibrary)] = OverALibrary,
    };

    /// <summary>The design's first page.</summary>
    public static TestProgram PaperInCSharp => TestProgram.Of(PaperProgram.CSharp);

    /// <summary>The same in YAML.</summary>
    public static TestProgram PaperInYaml => TestProgram.OfYaml(PaperProgram.Yaml);

    /// <summary>What changes a module: ties, biases, windows, stretched positions, data types.</summary>
    public static TestProgram Architectures => TestProgram.Of("""
        using Solar;

        namespace Models;

        [Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 2, NumAttentionHeads = 8, NumKeyValueHeads = 2, VocabSize = 100,
               AttentionBias = true, MlpBias = true, TieWordEmbeddings = true, HiddenAct = "gelu_pytorch_tanh", RmsNormEps = 1e-5)]
        public partial class Biased;

        [Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 2, NumAttentionHeads = 4, VocabSize = 100, HeadDim = 32, RopeTheta = 500_000,
               RopeScalingType = "llama3", RopeScalingFactor = 8, RopeScalingOriginalMaxPositionEmbeddings = 8192, MaxPositionEmbeddings = 131072,
               Dtype = Dtype.BFloat16)]
        public partial class Stretched;

        [Mistral(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 4, NumAttentionHeads = 4, NumKeyValueHeads = 2, VocabSize = 100, SlidingWindow = 8)]
        public partial class Windowed;

        [Layers(typeof(Windowed), "..3", "^3..")]
        public partial class Layered;
        """);

    /// <summary>A module of the user's own as a component.</summary>
    public static TestProgram OwnModules => TestProgram.Of("""
        using Solar;
        using Solar.Runtime;
        using Solar.Runtime.Checkpoints;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        namespace Paper;

        [Decoder(HiddenSize = 32, NumHiddenLayers = 2, VocabSize = 64), Attention(NumAttentionHeads = 4), RotaryEmbedding]
        [OwnMlp(Module = typeof(Squared), IntermediateSize = 48), RmsNorm]
        public partial class Small;

        [ModuleTensor("up.weight", "intermediate_size", "hidden_size")]
        [ModuleTensor("down.weight", "hidden_size", "2*intermediate_size")]
        [ModuleTensor("down.bias", "hidden_size")]
        public sealed class Squared : nn.Module<Tensor, Tensor>, IOwnModule
        {
            public Squared(Placement placement, int hiddenSize, int intermediateSize) : base(nameof(Squared))
            {
                Up = placement.Linear(hiddenSize, intermediateSize);
                Down = placement.Linear(2 * intermediateSize, hiddenSize, hasBias: true);
                register_module("up", Up);
                register_module("down", Down);
            }

            public Linear Up { get; }

            public Linear Down { get; }

            public override Tensor forward(Tensor x) => Down.forward(cat([Up.forward(x), Up.forward(x).square()], -1));

            public void Bind(ParameterSource source, string prefix)
            {
                Up.weight = source.Take($"{prefix}.up.weight", Up.weight!.shape);
                Down.weight = source.Take($"{prefix}.down.weight", Down.weight!.shape);
                Down.bias = source.Take($"{prefix}.down.bias", Down.bias!.shape);
            }

            protected override void RegisterComponents() { }
        }
        """);

    /// <summary>Modules of the user's own as attention, whose window is not that of every layer, as feed-forward block beside experts, and as norm without parameters.</summary>
    public static TestProgram OwnComponents => TestProgram.Of("""
        using Solar;
        using Solar.Runtime;
        using Solar.Runtime.Checkpoints;
        using Solar.Runtime.Layers;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        namespace Paper;

        [Decoder(HiddenSize = 32, NumHiddenLayers = 4, VocabSize = 64)]
        [Attention(NumAttentionHeads = 4, NumKeyValueHeads = 2, SlidingWindow = 8, LayerTypes = ["sliding_attention", "full_attention"])]
        [OwnAttention(Module = typeof(Fused)), RotaryEmbedding]
        [OwnMlp(Module = typeof(Squared), IntermediateSize = 48), MixtureOfExperts(NumExperts = 2, IntermediateSize = 16, MlpOnlyLayers = [3])]
        [OwnNorm(Module = typeof(Centred), Eps = 1e-5)]
        public partial class Own;

        [Upscale(typeof(Own), dropTop: 1, dropBottom: 1)]
        public partial class Grown;

        [Decoder(HiddenSize = 32, NumHiddenLayers = 2, VocabSize = 64), Attention(NumAttentionHeads = 4, QkNorm = "per_head"), Alibi]
        [GatedMlp(IntermediateSize = 48), OwnNorm(Module = typeof(Scaled)), Residual(Norms = "sandwich")]
        public partial class Normed;

        [ModuleTensor("qkv.weight", "num_attention_heads*head_dim + 2*num_key_value_heads*head_dim", "hidden_size")]
        [ModuleTensor("out.weight", "hidden_size", "num_attention_heads*head_dim")]
        public sealed class Fused : nn.Module<Tensor, AttentionInputs, int, Tensor>, IOwnModule
        {
            private readonly int _heads, _keyValueHeads, _headDim;
            private readonly int? _slidingWindow;

            public Fused(Placement placement, int hiddenSize, int numAttentionHeads, int numKeyValueHeads, int headDim, int? slidingWindow) : base(nameof(Fused))
            {
                (_heads, _keyValueHeads, _headDim, _slidingWindow) = (numAttentionHeads, numKeyValueHeads, headDim, slidingWindow);
                Qkv = placement.Linear(hiddenSize, (_heads + 2 * _keyValueHeads) * headDim);
                Out = placement.Linear(_heads * headDim, hiddenSize);
                register_module("qkv", Qkv);
                register_module("out", Out);
            }

            public Linear Qkv { get; }

            public Linear Out { get; }

            public override Tensor forward(Tensor x, AttentionInputs attention, int depth)
            {
                long batch = x.size(0), length = x.size(1);
                Tensor qkv = Qkv.forward(x).view(batch, length, _heads + 2 * _keyValueHeads, _headDim).transpose(1, 2);
                Tensor q = qkv.narrow(1, 0, _heads), k = qkv.narrow(1, _heads, _keyValueHeads), v = qkv.narrow(1, _heads + _keyValueHeads, _keyValueHeads);
                (q, k) = Kernels.ApplyRotary(q, k, attention);
                if (attention.Cache is { } cache)
                {
                    (k, v) = cache.Append(depth, k, v);
                }

                Tensor y = Kernels.Attention(q, k, v, attention, slidingWindow: _slidingWindow);
                return Out.forward(y.transpose(1, 2).reshape(batch, length, _heads * _headDim));
            }

            public void Bind(ParameterSource source, string prefix)
            {
                Qkv.weight = source.Take($"{prefix}.qkv.weight", Qkv.weight!.shape);
                Out.weight = source.Take($"{prefix}.out.weight", Out.weight!.shape);
            }

            protected override void RegisterComponents() { }
        }

        [ModuleTensor("up.weight", "intermediate_size", "hidden_size")]
        [ModuleTensor("down.weight", "hidden_size", "intermediate_size")]
        public sealed class Squared : nn.Module<Tensor, Tensor>, IOwnModule
        {
            public Squared(Placement placement, int hiddenSize, int intermediateSize) : base(nameof(Squared))
            {
                Up = placement.Linear(hiddenSize, intermediateSize);
                Down = placement.Linear(intermediateSize, hiddenSize);
                register_module("up", Up);
                register_module("down", Down);
            }

            public Linear Up { get; }

            public Linear Down { get; }

            public override Tensor forward(Tensor x) => Down.forward(Up.forward(x).relu().square());

            public void Bind(ParameterSource source, string prefix)
            {
                Up.weight = source.Take($"{prefix}.up.weight", Up.weight!.shape);
                Down.weight = source.Take($"{prefix}.down.weight", Down.weight!.shape);
            }

            protected override void RegisterComponents() { }
        }

        public sealed class Centred : nn.Module<Tensor, Tensor>, IOwnModule
        {
            private readonly int _hiddenSize;
            private readonly double _eps;

            public Centred(Placement placement, int hiddenSize, double eps) : base(nameof(Centred)) => (_hiddenSize, _eps) = (hiddenSize, eps);

            public override Tensor forward(Tensor x) => nn.functional.layer_norm(x, [_hiddenSize], eps: _eps);

            public void Bind(ParameterSource source, string prefix) { }

            protected override void RegisterComponents() { }
        }

        [ModuleTensor("_scale", "1")]
        public sealed class Scaled : nn.Module<Tensor, Tensor>, IOwnModule
        {
            private readonly double _eps;
            private Parameter _scale;

            public Scaled(Placement placement, int hiddenSize, double eps) : base(nameof(Scaled))
            {
                _eps = eps;
                register_parameter("_scale", _scale = new(ones(1, dtype: placement.Dtype, device: placement.Device)));
            }

            public override Tensor forward(Tensor x) => x * _scale / (x.norm(-1, keepdim: true) + _eps);

            public void Bind(ParameterSource source, string prefix) =>
                ConditionallyRegisterParameter("_scale", _scale = source.Take($"{prefix}._scale", 1));

            protected override void RegisterComponents() { }
        }
        """);

    /// <summary>The places where a class may stand.</summary>
    public static TestProgram Places => TestProgram.Of("""
        using Solar;

        [TextFile("global.txt")]
        partial class GlobalText;

        namespace Outer
        {
            public static partial class Zoo
            {
                [Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 2, NumAttentionHeads = 4, VocabSize = 100)]
                internal sealed partial class Tiny;
            }

            namespace Inner
            {
                [Upscale(typeof(Zoo.Tiny), dropTop: 1, dropBottom: 0)]
                partial class Grown;

                [Pretrain(typeof(Grown), Data = [typeof(GlobalText)], MaxSteps = 4, MaxLength = 128)]
                partial class Trained;
            }
        }
        """);

    /// <summary>C# and YAML that name each other.</summary>
    public static TestProgram BothFrontEnds => TestProgram.Of(
        "using Solar;\nusing Zoo;\n\nnamespace Paper;\n\n[Upscale(typeof(Base), dropTop: 1, dropBottom: 1)]\npublic partial class Grown;\n",
        "namespace: Zoo\nusing: Paper\nmodels:\n" + RuleExample.YamlBase
            + "data:\n  Web: { text_file: web.txt }\nstages:\n  Trained: { pretrain: Grown, data: [Web], max_steps: 8 }\n");

    /// <summary>Stubs of every kind.</summary>
    public static TestProgram Broken => TestProgram.Of("""
        using Solar;

        namespace Paper;

        [Llama(NumAttentionHeads = 7)]
        public partial class Model7;

        [Upscale(typeof(Model7), dropTop: 8, dropBottom: 8)]
        public partial class Grown;

        [TextFile("")]
        public partial class Nowhere;

        [Pretrain(typeof(Grown), Data = [typeof(Nowhere)])]
        public partial class Trained;

        [InstructionTune(typeof(Trained), Data = [typeof(Nowhere)])]
        public partial class Tuned;

        [Average(typeof(Trained), typeof(Tuned))]
        public partial class Merged;

        public static class User
        {
            public static void Use()
            {
                using Grown model = Merged.Load("somewhere");
                _ = Trained.Defaults;
                _ = Grown.LayerMap.Length + Grown.LayerCount + model.Layers[0].Anything;
            }
        }
        """);

    /// <summary>Classes that cannot be extended, and are used all the same.</summary>
    public static TestProgram Refused => TestProgram.Of("""
        using Solar;

        namespace Paper;

        [Llama]
        public static partial class Fixed;

        [Llama]
        public partial class Generic<T>;

        [Llama]
        public partial record Record(int Size);

        [Llama]
        public partial class Derived : System.Exception;

        public static class User
        {
            public static void Use()
            {
                _ = Fixed.LayerCount + Generic<int>.LayerCount + Record.ParameterCount;
                Derived.Load("somewhere").Anything();
            }
        }
        """);

    /// <summary>A program on a referenced assembly's models.</summary>
    public static TestProgram OverALibrary => TestProgram.Of(
        "[assembly: System.CLSCompliant(false)]\nnamespace App;\n\n[Solar.Upscale(typeof(Zoo.Base), dropTop: 1, dropBottom: 1)]\npublic partial class Grown;\n",
        "namespace: App\nusing: Zoo\nmodels:\n  Layered: { layers: Base, ranges: [0..4, 0..4] }\n") with
    {
        References = [.. Harness.References.All, Library.Of(TestProgram.OfYaml("namespace: Zoo\nmodels:\n" + RuleExample.YamlBase), "Zoo")],
    };
}
