using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Solar.Runtime.Tests.Training;

/// <summary>The least that can learn which byte follows which: an embedding, a gated layer over the token and the one before, a norm and a head.</summary>
internal sealed class TinyModel : Module<Tensor, Tensor>, ICausalLanguageModel, IModelDefinition<TinyModel>
{
    private const int VocabSize = 320, HiddenSize = 16;

    public Embedding EmbedTokens { get; }
    public Linear GateProj { get; }
    public RmsNorm Norm { get; }
    public Linear LmHead { get; }

    public TinyModel(Placement placement = default) : base(nameof(TinyModel))
    {
        placement = placement.For(ScalarType.Float32, initializerRange: 0.3);
        EmbedTokens = placement.Embedding(VocabSize, HiddenSize);
        GateProj = placement.Linear(2 * HiddenSize, HiddenSize, hasBias: true);
        Norm = placement.RmsNorm(HiddenSize, eps: 1e-5);
        LmHead = placement.Linear(HiddenSize, VocabSize);

        register_module("embed_tokens", EmbedTokens);
        register_module("gate_proj", GateProj);
        register_module("norm", Norm);
        register_module("lm_head", LmHead);
    }

    public static ModelDescription Description { get; } = new()
    {
        Name = "Tests.TinyModel",
        Canonical = "{\"tiny\":{}}",
        Config = "{\"model_type\":\"tiny\",\"vocab_size\":320}",
        LayerCount = 1,
        ParameterCount = (2 * VocabSize * HiddenSize) + (2 * HiddenSize * HiddenSize) + (2 * HiddenSize),
        LayerMap = [0],
    };

    /// <summary>Multiplies the hidden states; NaN breaks a run.</summary>
    public double Scale { get; set; } = 1;

    public int MaxPositions => 64;

    public static TinyModel Create(Placement placement = default) => new(placement);

    public static IEnumerable<TensorShape> Tensors() =>
    [
        new("embed_tokens.weight", VocabSize, HiddenSize),
        new("gate_proj.weight", HiddenSize, 2 * HiddenSize),
        new("gate_proj.bias", HiddenSize),
        new("norm.weight", HiddenSize),
        new("lm_head.weight", VocabSize, HiddenSize),
    ];

    public static IEnumerable<TensorRule> WeightMap() => Tensors().Select(tensor => TensorRule.Copy(tensor.Name, tensor.Name));

    public void Bind(ParameterSource source)
    {
        EmbedTokens.weight = source.Take("embed_tokens.weight", VocabSize, HiddenSize);
        GateProj.weight = source.Take("gate_proj.weight", HiddenSize, 2 * HiddenSize);
        GateProj.bias = source.Take("gate_proj.bias", HiddenSize);
        Norm.weight = source.Take("norm.weight", HiddenSize);
        LmHead.weight = source.Take("lm_head.weight", VocabSize, HiddenSize);
    }

    public override Tensor forward(Tensor inputIds) => forward(inputIds, ForwardContext.None);

    public Tensor forward(Tensor inputIds, ForwardContext context) => Head(Hidden(inputIds, context));

    public Tensor Hidden(Tensor inputIds, ForwardContext context)
    {
        Tensor x = EmbedTokens.call(inputIds);                                         // [batch, length, 16]
        Tensor before = functional.pad(x, [0, 0, 1, 0]).narrow(1, 0, x.size(1));          // of the token before
        Tensor gate = functional.silu(GateProj.call(cat([x, before], dim: -1)));
        return Norm.forward((x + gate) * Scale);
    }

    public Tensor Head(Tensor hidden) => LmHead.call(hidden);

    /// <summary>A cache that nothing is put into: while it generates, the token before counts as none.</summary>
    public KeyValueCache CreateCache(long batch, long capacity) => new(batch, keyValueHeads: 1, headDim: 1, capacity);

    protected override void RegisterComponents()
    {
    }

    public static TinyModel Load(string directory, Placement placement = default) => Checkpoint.Load<TinyModel>(directory, placement);

    public void Save(string directory) => Checkpoint.Save(this, directory);
}
