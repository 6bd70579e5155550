using System.Linq;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Specs;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>
/// Models of the zoo against the config.json that was published with their weights, or that transformers wrote beside a fine-tune of them: read to the last key, and the same numbers.
/// </summary>
public class PublishedConfigTests
{
    private const string Mixtral =
        """ "architectures": ["MixtralForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": 2, "hidden_act": "silu", "initializer_range": 0.02, "model_type": "mixtral", "num_experts_per_tok": 2, "num_key_value_heads": 8, "num_local_experts": 8, "output_router_logits": false, "rms_norm_eps": 1e-05, "rope_theta": 1000000.0, "sliding_window": null, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "transformers_version": "4.40.0", "use_cache": true, """;

    private const string Qwen =
        """ "architectures": ["QWenLMHeadModel"], "attn_dropout_prob": 0.0, "auto_map": { "AutoConfig": "configuration_qwen.QWenConfig", "AutoModelForCausalLM": "modeling_qwen.QWenLMHeadModel" }, "emb_dropout_prob": 0.0, "fp16": false, "fp32": false, "initializer_range": 0.02, "kv_channels": 128, "layer_norm_epsilon": 1e-06, "max_position_embeddings": 32768, "model_type": "qwen", "no_bias": true, "onnx_safe": null, "rotary_pct": 1.0, "scale_attn_weights": true, "tie_word_embeddings": false, "tokenizer_class": "QWenTokenizer", "transformers_version": "4.32.0", "use_cache": true, """;

    private const string Qwen2 =
        """ "architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 151643, "eos_token_id": 151643, "hidden_act": "silu", "initializer_range": 0.02, "max_position_embeddings": 131072, "max_window_layers": 28, "model_type": "qwen2", "rope_theta": 1000000.0, "sliding_window": 131072, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "transformers_version": "4.40.1", "use_cache": true, "use_sliding_window": false, "vocab_size": 152064, """;

    private const string Llama =
        """ "architectures": ["LlamaForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 1, "hidden_act": "silu", "initializer_range": 0.02, "model_type": "llama", "pretraining_tp": 1, "rope_scaling": null, "tie_word_embeddings": false, "use_cache": true, """;

    private const string Smaug =
        Llama + """ "attention_bias": true, "eos_token_id": 151643, "hidden_size": 8192, "intermediate_size": 24576, "max_position_embeddings": 32768, "num_attention_heads": 64, "num_hidden_layers": 80, "num_key_value_heads": 64, "pad_token_id": 151643, "rms_norm_eps": 1e-06, "rope_theta": 1000000, "seq_length": 32768, "torch_dtype": "bfloat16", "transformers_version": "4.36.2", "vocab_size": 152064 """;

    public static TheoryData<string, string> Configs => new()
    {
        { "Mixtral8x7B", Mixtral + """ "hidden_size": 4096, "intermediate_size": 14336, "max_position_embeddings": 32768, "num_attention_heads": 32, "num_hidden_layers": 32, "router_aux_loss_coef": 0.02, "vocab_size": 32000 """ },
        { "Mixtral8x22BInstruct", Mixtral + """ "hidden_size": 6144, "intermediate_size": 16384, "max_position_embeddings": 65536, "num_attention_heads": 48, "num_hidden_layers": 56, "router_aux_loss_coef": 0.001, "router_jitter_noise": 0.0, "vocab_size": 32768 """ },
        { "Qwen7B", Qwen + """ "bf16": false, "hidden_size": 4096, "intermediate_size": 22016, "num_attention_heads": 32, "num_hidden_layers": 32, "rotary_emb_base": 10000, "seq_length": 8192, "use_dynamic_ntk": true, "use_flash_attn": "auto", "use_logn_attn": true, "vocab_size": 151936 """ },
        { "Qwen72B", Qwen + """ "bf16": true, "hidden_size": 8192, "intermediate_size": 49152, "num_attention_heads": 64, "num_hidden_layers": 80, "rope_theta": 1000000, "rotary_emb_base": 1000000, "seq_length": 32768, "softmax_in_fp32": false, "torch_dtype": "bfloat16", "use_cache_kernel": false, "use_cache_quantization": false, "use_dynamic_ntk": false, "use_flash_attn": true, "use_logn_attn": false, "vocab_size": 152064 """ },
        { "Qwen2_72B", Qwen2 + """ "hidden_size": 8192, "intermediate_size": 29568, "num_attention_heads": 64, "num_hidden_layers": 80, "num_key_value_heads": 8, "rms_norm_eps": 1e-05 """ },
        { "Qwen2_7B", Qwen2 + """ "hidden_size": 3584, "intermediate_size": 18944, "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4, "rms_norm_eps": 1e-06 """ },
        { "Yi34B200K", Llama + """ "attention_bias": false, "eos_token_id": 2, "hidden_size": 7168, "intermediate_size": 20480, "max_position_embeddings": 200000, "num_attention_heads": 56, "num_hidden_layers": 60, "num_key_value_heads": 8, "pad_token_id": 0, "rms_norm_eps": 1e-05, "rope_theta": 5000000.0, "torch_dtype": "bfloat16", "transformers_version": "4.36.2", "vocab_size": 64000 """ },
        { "Smaug72B", Smaug },
        { "MultiVerse70B", Smaug },
        { "AlpacaDragon72B", Smaug },
        { "Gemma7B", """ "architectures": ["GemmaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 2, "eos_token_id": 1, "head_dim": 256, "hidden_act": "gelu", "hidden_activation": "gelu_pytorch_tanh", "hidden_size": 3072, "initializer_range": 0.02, "intermediate_size": 24576, "max_position_embeddings": 8192, "model_type": "gemma", "num_attention_heads": 16, "num_hidden_layers": 28, "num_key_value_heads": 16, "pad_token_id": 0, "rms_norm_eps": 1e-06, "rope_scaling": null, "rope_theta": 10000.0, "torch_dtype": "bfloat16", "transformers_version": "4.45.2", "use_cache": true, "vocab_size": 256000 """ },
        { "Gemma2_9B", """ "architectures": ["Gemma2ForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "attn_logit_softcapping": 50.0, "bos_token_id": 2, "cache_implementation": "hybrid", "eos_token_id": 1, "final_logit_softcapping": 30.0, "head_dim": 256, "hidden_act": "gelu_pytorch_tanh", "hidden_activation": "gelu_pytorch_tanh", "hidden_size": 3584, "initializer_range": 0.02, "intermediate_size": 14336, "max_position_embeddings": 8192, "model_type": "gemma2", "num_attention_heads": 16, "num_hidden_layers": 42, "num_key_value_heads": 8, "pad_token_id": 0, "query_pre_attn_scalar": 256, "rms_norm_eps": 1e-06, "rope_theta": 10000.0, "sliding_window": 4096, "sliding_window_size": 4096, "torch_dtype": "float32", "transformers_version": "4.43.1", "use_cache": true, "vocab_size": 256000 """ },
        { "Phi3Mini", """ "architectures": ["Phi3ForCausalLM"], "attention_dropout": 0.0, "auto_map": { "AutoConfig": "configuration_phi3.Phi3Config", "AutoModelForCausalLM": "modeling_phi3.Phi3ForCausalLM" }, "bos_token_id": 1, "embd_pdrop": 0.0, "eos_token_id": 32000, "hidden_act": "silu", "hidden_size": 3072, "initializer_range": 0.02, "intermediate_size": 8192, "max_position_embeddings": 4096, "model_type": "phi3", "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32, "original_max_position_embeddings": 4096, "pad_token_id": 32000, "resid_pdrop": 0.0, "rms_norm_eps": 1e-05, "rope_scaling": null, "rope_theta": 10000.0, "sliding_window": 2047, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "transformers_version": "4.39.3", "use_cache": true, "vocab_size": 32064 """ },
        { "Falcon180B", """ "alibi": false, "architectures": ["FalconForCausalLM"], "attention_dropout": 0.0, "bias": false, "bos_token_id": 11, "eos_token_id": 11, "hidden_dropout": 0.0, "hidden_size": 14848, "initializer_range": 0.02, "layer_norm_epsilon": 1e-05, "model_type": "falcon", "multi_query": true, "new_decoder_architecture": true, "num_attention_heads": 232, "num_hidden_layers": 80, "num_kv_heads": 8, "parallel_attn": true, "torch_dtype": "bfloat16", "transformers_version": "4.32.0", "use_cache": true, "vocab_size": 65024 """ },
    };

    [Theory]
    [MemberData(nameof(Configs))]
    public void DeclaredModel_IsThePublishedOne(string name, string config)
    {
        DecoderSpec published = Spec("{" + config + "}"), declared = Spec(ZooTests.Config(name));

        // Its files have a head of their own, of which its config.json says nothing.
        published = name == "Falcon180B" ? published with { Head = declared.Head } : published;

        Assert.Equal(Plain(declared), Plain(published));
    }

    private static DecoderSpec Spec(string config)
    {
        ConfigReading reading = ConfigJsonReader.Read("config.json", config);

        Assert.Empty(reading.Findings.Select(finding => finding.Message));
        Family family = Family.Find(reading.Architecture!.Family)!;
        return family.Lower(family.Normalize(reading.Architecture.Values));
    }

    // Which keys are written where they say what the default says, and the type of the weights, do not make another model.
    private static DecoderSpec Plain(DecoderSpec spec) => spec with { Config = ConfigValues.From([]), Dtype = null };
}
