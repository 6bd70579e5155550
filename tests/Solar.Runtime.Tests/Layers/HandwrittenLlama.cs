using Solar.Runtime.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Solar.Runtime.Tests.Layers;

/// <summary>A Llama by hand, in the form that emitted modules have: a proof that the layers compose.</summary>
internal sealed class HandwrittenLlama : Module<Tensor, Tensor>, ICausalLanguageModel
{
    private readonly HandwrittenShape _shape;

    public HandwrittenLlama(HandwrittenShape shape, Placement placement = default) : base(nameof(HandwrittenLlama))
    {
        placement = placement.For(ScalarType.Float32, 0.02);
        _shape = shape;
        Model = new Backbone(shape, placement);
        register_module("model", Model);
        if (!shape.IsTied)
        {
            LmHead = placement.Linear(shape.Hidden, shape.Vocab);
            register_module("lm_head", LmHead);
        }
    }

    public Backbone Model { get; }

    public Linear? LmHead { get; }

    public int MaxPositions => _shape.MaxPositions;

    public override Tensor forward(Tensor inputIds) => forward(inputIds, ForwardContext.None);

    public Tensor forward(Tensor inputIds, ForwardContext context) => Head(Hidden(inputIds, context));

    public Tensor Hidden(Tensor inputIds, ForwardContext context) => Model.Forward(inputIds, context);

    public Tensor Head(Tensor hidden) => LmHead is null ? functional.linear(hidden, Model.EmbedTokens.weight!) : LmHead.forward(hidden);

    public KeyValueCache CreateCache(long batch, long capacity) => new(batch, _shape.KeyValueHeads, _shape.HeadDim, capacity);

    protected override void RegisterComponents()
    {
    }

    internal sealed class Backbone : Module
    {
        private readonly RotaryTable _rotary;
        private readonly long? _window;

        internal Backbone(HandwrittenShape shape, Placement placement) : base(nameof(Backbone))
        {
            _rotary = new(shape.HeadDim, shape.MaxPositions, shape.Theta, shape.Scaling);
            _window = shape.Window;
            EmbedTokens = placement.Embedding(shape.Vocab, shape.Hidden);
            Layers = [];
            for (int i = 0; i < shape.Layers; i++)
            {
                Layers.Add(new DecoderLayer(shape, placement));
            }

            Norm = placement.RmsNorm(shape.Hidden, shape.Eps);

            register_module("embed_tokens", EmbedTokens);
            register_module("layers", Layers);
            register_module("norm", Norm);
        }

        public Embedding EmbedTokens { get; }

        public ModuleList<DecoderLayer> Layers { get; }

        public RmsNorm Norm { get; }

        internal Tensor Forward(Tensor inputIds, ForwardContext context)
        {
            Tensor x = EmbedTokens.forward(inputIds);
            context.Probe(0, x);

            using AttentionInputs attention = AttentionInputs.Prepare(inputIds, context, _rotary, x, _window);
            int depth = 0;
            foreach (DecoderLayer layer in context.Order(Layers))
            {
                if (depth > 0)
                {
                    context.Probe(depth, x);
                }

                x = context.Run(layer.Forward, x, attention, depth++);
            }

            context.Cache?.Advance(inputIds.size(1));
            x = Norm.forward(x);
            context.Probe(depth, x);
            return x;
        }

        protected override void RegisterComponents()
        {
        }
    }

    internal sealed class DecoderLayer : Module
    {
        internal DecoderLayer(HandwrittenShape shape, Placement placement) : base(nameof(DecoderLayer))
        {
            InputLayernorm = placement.RmsNorm(shape.Hidden, shape.Eps);
            SelfAttn = new SelfAttention(shape, placement);
            PostAttentionLayernorm = placement.RmsNorm(shape.Hidden, shape.Eps);
            Mlp = new GatedMlp(shape, placement);

            register_module("input_layernorm", InputLayernorm);
            register_module("self_attn", SelfAttn);
            register_module("post_attention_layernorm", PostAttentionLayernorm);
            register_module("mlp", Mlp);
        }

        public RmsNorm InputLayernorm { get; }

        public SelfAttention SelfAttn { get; }

        public RmsNorm PostAttentionLayernorm { get; }

        public GatedMlp Mlp { get; }

        internal Tensor Forward(Tensor x, AttentionInputs inputs, int depth)
        {
            x = x + SelfAttn.Forward(InputLayernorm.forward(x), inputs, depth);
            return x + Mlp.Forward(PostAttentionLayernorm.forward(x));
        }

        protected override void RegisterComponents()
        {
        }
    }

    internal sealed class SelfAttention : Module
    {
        private readonly long _heads;
        private readonly long _keyValueHeads;
        private readonly long _headDim;

        internal SelfAttention(HandwrittenShape shape, Placement placement) : base(nameof(SelfAttention))
        {
            (_heads, _keyValueHeads, _headDim) = (shape.Heads, shape.KeyValueHeads, shape.HeadDim);
            QProj = placement.Linear(shape.Hidden, _heads * _headDim, shape.HasAttentionBias);
            KProj = placement.Linear(shape.Hidden, _keyValueHeads * _headDim, shape.HasAttentionBias);
            VProj = placement.Linear(shape.Hidden, _keyValueHeads * _headDim, shape.HasAttentionBias);
            OProj = placement.Linear(_heads * _headDim, shape.Hidden, shape.HasAttentionBias);

            register_module("q_proj", QProj);
            register_module("k_proj", KProj);
            register_module("v_proj", VProj);
            register_module("o_proj", OProj);
        }

        public Linear QProj { get; }

        public Linear KProj { get; }

        public Linear VProj { get; }

        public Linear OProj { get; }

        internal Tensor Forward(Tensor x, AttentionInputs inputs, int depth)
        {
            long batch = x.size(0), length = x.size(1);

            Tensor q = QProj.forward(x).view(batch, length, _heads, _headDim).transpose(1, 2);
            Tensor k = KProj.forward(x).view(batch, length, _keyValueHeads, _headDim).transpose(1, 2);
            Tensor v = VProj.forward(x).view(batch, length, _keyValueHeads, _headDim).transpose(1, 2);

            (q, k) = Kernels.ApplyRotary(q, k, inputs);
            if (inputs.Cache is { } cache)
            {
                (k, v) = cache.Append(depth, k, v);
            }

            Tensor y = Kernels.Attention(q, k, v, inputs);
            return OProj.forward(y.transpose(1, 2).reshape(batch, length, _heads * _headDim));
        }

        protected override void RegisterComponents()
        {
        }
    }

    internal sealed class GatedMlp : Module
    {
        internal GatedMlp(HandwrittenShape shape, Placement placement) : base(nameof(GatedMlp))
        {
            GateProj = placement.Linear(shape.Hidden, shape.Intermediate, shape.HasMlpBias);
            UpProj = placement.Linear(shape.Hidden, shape.Intermediate, shape.HasMlpBias);
            DownProj = placement.Linear(shape.Intermediate, shape.Hidden, shape.HasMlpBias);

            register_module("gate_proj", GateProj);
            register_module("up_proj", UpProj);
            register_module("down_proj", DownProj);
        }

        public Linear GateProj { get; }

        public Linear UpProj { get; }

        public Linear DownProj { get; }

        internal Tensor Forward(Tensor x) => DownProj.forward(functional.silu(GateProj.forward(x)) * UpProj.forward(x));

        protected override void RegisterComponents()
        {
        }
    }
}
