using System.Collections.Generic;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>What the generator emits, by hand and without attention: enough to be loaded, trained and saved.</summary>
internal sealed class TinyModel : Module<Tensor, Tensor>, ICausalLanguageModel, IModelDefinition<TinyModel>
{
    public const int LayerCount = 2;

    private const int HiddenSize = 8;
    private const int VocabSize = 16;

    public TinyModel(Placement placement = default) : base(nameof(TinyModel))
    {
        placement = placement.For(ScalarType.Float32, 0.02);
        Model = new Backbone(placement);
        LmHead = placement.Linear(HiddenSize, VocabSize);
        register_module("model", Model);
        register_module("lm_head", LmHead);
    }

    public Backbone Model { get; }

    public Linear LmHead { get; }

    /// <summary>Makes <see cref="Bind"/> forget the head, as a broken emitter would.</summary>
    public static bool ForgetsHead { get; set; }

    public int MaxPositions => 32;

    public static ModelDescription Description { get; } = new()
    {
        Name = "Test.TinyModel",
        Canonical = "{}",
        Config = """
            { "model_type": "llama", "hidden_size": 8, "intermediate_size": 12, "num_hidden_layers": 2, "num_attention_heads": 2,
              "vocab_size": 16, "max_position_embeddings": 32, "rms_norm_eps": 1e-5 }
            """,
        LayerCount = LayerCount,
        ParameterCount = (2 * 16 * 8) + (2 * (8 + (12 * 8))) + 8,
        Recipe = "Layers(Base, 0..1, 0..1)",
        Sources = [new("Test.Base", 1)],
        LayerMap = [0, 0],
    };

    public static IEnumerable<TensorShape> Tensors()
    {
        yield return new TensorShape("model.embed_tokens.weight", VocabSize, HiddenSize);
        for (int i = 0; i < LayerCount; i++)
        {
            yield return new TensorShape($"model.layers.{i}.norm.weight", HiddenSize);
            yield return new TensorShape($"model.layers.{i}.up_proj.weight", 12, HiddenSize);
        }

        yield return new TensorShape("model.norm.weight", HiddenSize);
        yield return new TensorShape("lm_head.weight", VocabSize, HiddenSize);
    }

    public static IEnumerable<TensorRule> WeightMap()
    {
        foreach (TensorShape tensor in Tensors())
        {
            yield return TensorRule.Copy(tensor.Name, tensor.Name.Replace("layers.1.", "layers.0.", System.StringComparison.Ordinal));
        }
    }

    public static TinyModel Create(Placement placement = default) => new(placement);

    public static TinyModel Load(string directory, Placement placement = default) => Checkpoint.Load<TinyModel>(directory, placement);

    public void Save(string directory) => Checkpoint.Save(this, directory);

    public void Bind(ParameterSource source)
    {
        Model.EmbedTokens.weight = source.Take("model.embed_tokens.weight", VocabSize, HiddenSize);
        for (int i = 0; i < LayerCount; i++)
        {
            Model.Layers[i].Norm.weight = source.Take($"model.layers.{i}.norm.weight", HiddenSize);
            Model.Layers[i].UpProj.weight = source.Take($"model.layers.{i}.up_proj.weight", 12, HiddenSize);
        }

        Model.Norm.weight = source.Take("model.norm.weight", HiddenSize);
        if (!ForgetsHead)
        {
            LmHead.weight = source.Take("lm_head.weight", VocabSize, HiddenSize);
        }
    }

    public override Tensor forward(Tensor inputIds) => forward(inputIds, ForwardContext.None);

    public Tensor forward(Tensor inputIds, ForwardContext context) => Head(Hidden(inputIds, context));

    public Tensor Hidden(Tensor inputIds, ForwardContext context)
    {
        Tensor x = Model.EmbedTokens.forward(inputIds);
        foreach (Layer layer in Model.Layers)
        {
            Tensor up = layer.UpProj.forward(layer.Norm.forward(x));
            x = x + functional.linear(up, layer.UpProj.weight!.t());
        }

        return Model.Norm.forward(x);
    }

    public Tensor Head(Tensor hidden) => LmHead.forward(hidden);

    public KeyValueCache CreateCache(long batch, long capacity) => throw new System.NotSupportedException("It has no attention.");

    protected override void RegisterComponents()
    {
    }

    internal sealed class Backbone : Module
    {
        internal Backbone(Placement placement) : base(nameof(Backbone))
        {
            EmbedTokens = placement.Embedding(VocabSize, HiddenSize);
            for (int i = 0; i < LayerCount; i++)
            {
                Layers.Add(new Layer(placement));
            }

            Norm = placement.RmsNorm(HiddenSize, 1e-5);
            register_module("embed_tokens", EmbedTokens);
            register_module("layers", Layers);
            register_module("norm", Norm);
        }

        public Embedding EmbedTokens { get; }

        public ModuleList<Layer> Layers { get; } = [];

        public RmsNorm Norm { get; }

        protected override void RegisterComponents()
        {
        }
    }

    internal sealed class Layer : Module
    {
        internal Layer(Placement placement) : base(nameof(Layer))
        {
            Norm = placement.RmsNorm(HiddenSize, 1e-5);
            UpProj = placement.Linear(HiddenSize, 12);
            register_module("norm", Norm);
            register_module("up_proj", UpProj);
        }

        public RmsNorm Norm { get; }

        public Linear UpProj { get; }

        protected override void RegisterComponents()
        {
        }
    }
}
