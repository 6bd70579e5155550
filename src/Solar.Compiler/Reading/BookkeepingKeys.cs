using System;
using System.Collections.Generic;

namespace Solar.Compiler.Reading;

/// <summary>Keys that Hugging Face writes into every config.json and that change neither tensors nor numbers: PretrainedConfig of transformers 4.46.</summary>
internal static class BookkeepingKeys
{
    private static readonly HashSet<string> All = new(
        ("architectures auto_map model_type name_or_path transformers_version torchscript return_dict output_attentions output_hidden_states "
        + "use_bfloat16 is_decoder is_encoder_decoder add_cross_attention tie_encoder_decoder cross_attention_hidden_size pruned_heads "
        + "chunk_size_feed_forward finetuning_task id2label label2id num_labels problem_type task_specific_params tokenizer_class prefix sep_token_id "
        + "decoder_start_token_id unsloth_version unsloth_fixed "

        // GPT-2's other heads, which a causal language model does not have
        + "summary_activation summary_first_dropout summary_proj_to_labels summary_type summary_use_proj "

        // how a class computes and not what: Qwen's, Llama's and Gemma 2's own code; and the training length that converters from Qwen leave in a Llama's config
        + "bf16 fp16 fp32 use_flash_attn use_flash_attention_2 use_cache_quantization use_cache_kernel softmax_in_fp32 sliding_window_size seq_length "

        // parameters of generation, which older versions kept here
        + "max_length min_length do_sample early_stopping num_beams num_beam_groups diversity_penalty temperature top_k top_p typical_p "
        + "repetition_penalty length_penalty no_repeat_ngram_size encoder_no_repeat_ngram_size bad_words_ids num_return_sequences output_scores "
        + "return_dict_in_generate forced_bos_token_id forced_eos_token_id remove_invalid_values exponential_decay_length_penalty suppress_tokens "
        + "begin_suppress_tokens").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Whether a key is one of them; keys that begin with <c>_</c> are transformers' own notes.</summary>
    public static bool Contain(string key) => key.StartsWith("_", StringComparison.Ordinal) || All.Contains(key);
}
