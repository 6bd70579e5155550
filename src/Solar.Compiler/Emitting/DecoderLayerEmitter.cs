namespace Solar.Compiler.Emitting;

/// <summary>Writes one decoder layer: attention and feed-forward block, each behind a norm and around a residual.</summary>
internal static class DecoderLayerEmitter
{
    public static void Write(IndentedWriter writer) => writer.Write("""
        /// <summary>x + attention(norm(x)), then x + mlp(norm(x)).</summary>
        public sealed class DecoderLayer : Module
        {
            internal DecoderLayer(Placement placement) : base(nameof(DecoderLayer))
            {
                InputLayernorm = placement.RmsNorm(HiddenSize, RmsNormEps);
                SelfAttn = new Attention(placement);
                PostAttentionLayernorm = placement.RmsNorm(HiddenSize, RmsNormEps);
                Mlp = new GatedMlp(placement);

                register_module("input_layernorm", InputLayernorm);
                register_module("self_attn", SelfAttn);
                register_module("post_attention_layernorm", PostAttentionLayernorm);
                register_module("mlp", Mlp);
            }

            /// <summary>The norm before attention.</summary>
            public RmsNorm InputLayernorm { get; }

            /// <summary>Self-attention.</summary>
            public Attention SelfAttn { get; }

            /// <summary>The norm between attention and feed-forward block.</summary>
            public RmsNorm PostAttentionLayernorm { get; }

            /// <summary>The feed-forward block.</summary>
            public GatedMlp Mlp { get; }

            internal Tensor Forward(Tensor x, AttentionInputs attention, int depth)
            {
                using var scope = NewDisposeScope();                                        // what the layer makes ends with it

                x = x + SelfAttn.Forward(InputLayernorm.forward(x), attention, depth);
                x = x + Mlp.Forward(PostAttentionLayernorm.forward(x));
                return x.MoveToOuterDisposeScope();
            }

            /// <summary>Does nothing: the constructor registers by name.</summary>
            protected override void RegisterComponents() { }
        }
        """);
}
