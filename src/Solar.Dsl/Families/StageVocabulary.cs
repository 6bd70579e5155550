using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>The hyper-parameters of stages, by the names and with the defaults of Hugging Face's TrainingArguments and TRL.</summary>
public static class StageVocabulary
{
    // What every kind of stage takes.
    private static readonly IReadOnlyList<ConfigKey> Common =
    [
        CommonKeys.Number("learning_rate", 5e-5, "Peak learning rate.", minimum: 0),
        new ConfigKey("lr_scheduler_type", "LrSchedulerType", ConfigKind.Text, ConfigValue.Of("linear"), "Shape of the learning rate over the steps.")
        {
            Choices = EquatableArray.Of("linear", "cosine", "constant", "constant_with_warmup", "cosine_with_min_lr", "warmup_stable_decay"),
        },
        Share("lr_scheduler_kwargs.min_lr_rate", 0.0, "Learning rate at the end as a share of the peak (cosine_with_min_lr, warmup_stable_decay).") with
        {
            Aliases = EquatableArray.Of("lr_scheduler_kwargs.min_lr_ratio"),
        },
        Count("lr_scheduler_kwargs.num_decay_steps", 0, "Last steps, over which warmup_stable_decay falls; 0 for a tenth of all.", minimum: 0),
        new ConfigKey(
            "lr_scheduler_kwargs.decay_type", "LrSchedulerDecayType", ConfigKind.Text, ConfigValue.Of("cosine"), "How warmup_stable_decay falls.")
        {
            Choices = EquatableArray.Of("cosine", "linear", "1-sqrt"),
        },
        Share("warmup_ratio", 0.0, "Share of the steps over which the learning rate rises."),
        Count("warmup_steps", 0, "Steps over which the learning rate rises; overrides warmup_ratio where it is not 0.", minimum: 0),
        Count("max_steps", -1, "Number of optimiser steps; -1 for as many as num_train_epochs gives.", minimum: -1),
        CommonKeys.Number("num_train_epochs", 3.0, "Passes over the data where max_steps is not set.", minimum: 0),
        Count("per_device_train_batch_size", 8, "Rows of one forward pass.", minimum: 1),
        Count("gradient_accumulation_steps", 1, "Forward passes of one optimiser step.", minimum: 1),
        Count("max_length", 1024, "Tokens of one row.", minimum: 2),
        CommonKeys.Number("weight_decay", 0.0, "Decoupled weight decay, of what weight_decay_parameters names.", minimum: 0),
        CommonKeys.List("weight_decay_parameters", ConfigKind.Text, "Names of the parameters that decay, * for any characters; matrices, and no norm or bias, where it is not written.") with
        {
            IsNullable = false,
        },
        Share("adam_beta1", 0.9, "Decay of the first moment."),
        Share("adam_beta2", 0.999, "Decay of the second moment."),
        CommonKeys.Number("adam_epsilon", 1e-8, "Added to the root of the second moment.", minimum: 0),
        CommonKeys.Number("max_grad_norm", 1.0, "Gradients are scaled down to this norm; 0 for never.", minimum: 0),
        Count("seed", 42, "Seed of shuffling and sampling.", minimum: 0),
        CommonKeys.Flag("bf16", false, "Whether the forward pass runs in bfloat16."),
        CommonKeys.Flag("gradient_checkpointing", false, "Whether layers keep their input alone for the backward pass and are computed again in it: less memory, a forward pass more, the same gradients."),
        Count("logging_steps", 10, "Steps between two lines of the log.", minimum: 1),
        Count("save_steps", 500, "Steps between two saved states; 0 for only at the end.", minimum: 0),
        Count("save_total_limit", 1, "Saved states that are kept; older ones go.", minimum: 1),
        Count("eval_steps", 0, "Steps between two evaluations on eval_data; 0 for only at the end.", minimum: 0),
        Count("per_device_eval_batch_size", 8, "Rows of one forward pass of an evaluation.", minimum: 1),
        CommonKeys.Flag("load_best_model_at_end", false, "Whether the result is the model of the best evaluation instead of the last step's."),
        Count("early_stopping_patience", 0, "Evaluations in a row without a better loss after which training stops; 0 for never.", minimum: 0),
        CommonKeys.Number("early_stopping_threshold", 0.0, "By how much an evaluation must be better to count as better.", minimum: 0),
        CommonKeys.Number("loss_watchdog_threshold", 0.0, "Loss above which a step counts as a spike; 0 for none.", minimum: 0),
        Count("loss_watchdog_patience", 3, "Spikes in a row at which training stops.", minimum: 1),
        CommonKeys.Choice("contamination_action", "error",
            "What becomes of a run whose data overlaps a set of decontaminate: an error, a warning, or the rows are left out (filter)", "error", "warning", "filter"),
        Count("contamination_ngram_size", 13, "So many words in a row that an evaluation item has, too, are an overlap; 13 as in GPT-3 and the harness.", minimum: 5) with
        {
            Maximum = 100,
        },
        CommonKeys.List("unfrozen_parameters", ConfigKind.Text, "Names of the parameters that are trained, * for any characters, new_layers for the layers that the recipe adds; all where it is not written.") with
        {
            IsNullable = false,
        },
        CommonKeys.List("lr_scales", ConfigKind.Text, "By what the learning rate of some parameters is multiplied, such as 'seam: 0.5' or 'lm_head.*: 2'; the first that fits counts.") with
        {
            IsNullable = false,
        },
        Count("lora_r", 0, "Rank of the low-rank adapters that are trained in place of the weights (LoRA); 0 trains the weights. What unfrozen_parameters names is trained in full.", minimum: 0),
        CommonKeys.Number("lora_alpha", 32.0, "What adapters count: their product is multiplied by lora_alpha / lora_r.", minimum: 0),
        Share("lora_dropout", 0.05, "Share of an adapter's inputs that are dropped while it trains; an alignment drops none, since its reference would not be the model."),
        CommonKeys.List("lora_target_modules", ConfigKind.Text, "The linear maps that have adapters, by the ends of their names, such as q_proj, or by names with * for any characters; all but the head where it is not written.") with
        {
            IsNullable = false,
        },
        CommonKeys.Flag("use_rslora", false, "Whether the product is multiplied by lora_alpha / √lora_r (rsLoRA)."),
    ];

    /// <summary>Keys that say how plain text becomes rows of tokens; of <c>pretrain</c> alone.</summary>
    public static IReadOnlyList<ConfigKey> Packing { get; } =
    [
        CommonKeys.Choice("packing_strategy", "wrapped",
            "How documents fill rows: joined to one stream that is cut (wrapped), or whole, each in the row that it fills best (bfd, best fit decreasing)", "wrapped", "bfd"),
        CommonKeys.Flag("isolate_documents", true,
            "Whether a document sees itself alone: attention ends at its bounds, positions begin anew, and its first token is no target."),
        CommonKeys.Choice("excess_length_strategy", "split",
            "What becomes of documents with more tokens than a row: cut into several, cut off, left out, or an error", "split", "truncate", "drop", "raise"),
        CommonKeys.Flag("shuffle_dataset", false, "Whether documents are shuffled before they are packed; rows are shuffled anyway."),
        CommonKeys.Choice("add_bos", "tokenizer", "Whether documents begin with the begin token: as the tokenizer's own files say, always or never", "tokenizer", "always", "never"),
        CommonKeys.Choice("add_eos", "always", "Whether documents end with the end token", "tokenizer", "always", "never"),
    ];

    /// <summary>Keys of <c>pretrain</c>.</summary>
    public static Vocabulary Pretrain { get; } = new("pretrain", [.. Common, .. Packing]);

    // How conversations become text; of both stages that learn from them.
    private static readonly IReadOnlyList<ConfigKey> Conversation =
    [
        new ConfigKey(
            "chat_template", "ChatTemplate", ConfigKind.Text, ConfigValue.Of("auto"),
            "How a conversation becomes text: a built-in template by name, tokenizer for the checkpoint's own, auto for its own or else solar, or the path of a .jinja file."),
        CommonKeys.Choice("excess_length_strategy", "truncate",
            "What becomes of conversations with more tokens than a row: cut off at their end, left out, or an error", "split", "truncate", "drop", "raise"),
        CommonKeys.Choice("add_bos", "tokenizer",
            "Whether texts begin with the begin token where their template does not write it: as the tokenizer's own files say, always or never", "tokenizer", "always", "never"),
    ];

    /// <summary>Keys of <c>instruction_tune</c> alone.</summary>
    public static IReadOnlyList<ConfigKey> Tuning { get; } =
    [
        .. Conversation,
        CommonKeys.Flag("assistant_only_loss", true, "Whether answers alone are learnt, each with the mark that ends its turn; else all that is said."),
        CommonKeys.Flag("completion_only_loss", false, "Whether the last answer alone is learnt: all before it is the prompt."),
        CommonKeys.Flag("packing", false, "Whether several conversations share a row; else each has its own, padded to the longest of its pass."),
        CommonKeys.Choice("packing_strategy", "bfd",
            "How conversations fill shared rows: whole, each in the row that it fills best (bfd), or joined to one stream that is cut (wrapped)", "wrapped", "bfd"),
        CommonKeys.Flag("isolate_documents", true, "Whether a conversation sees itself alone in a shared row."),
        CommonKeys.Flag("shuffle_dataset", false, "Whether conversations are shuffled before they are packed; rows are shuffled anyway."),
        CommonKeys.Number("neftune_noise_alpha", 0.0, "Strength of the noise on embeddings while it trains (NEFTune); 0 for none.", minimum: 0),
    ];

    /// <summary>Keys of <c>align_tune</c> alone.</summary>
    public static IReadOnlyList<ConfigKey> Alignment { get; } =
    [
        .. Conversation,
        CommonKeys.Number("beta", 0.1, "Strength of the pull towards the reference model, which is the one that the stage starts from.", minimum: 0),
        CommonKeys.List("loss_type", ConfigKind.Text, "What is minimised; several are added up.") with
        {
            IsNullable = false,
            Default = ConfigValue.OfList([ConfigValue.Of("sigmoid")]),
            Choices = EquatableArray.Of(
                "sigmoid", "hinge", "ipo", "robust", "exo_pair", "nca_pair", "sppo_hard", "apo_zero", "apo_down", "simpo", "orpo", "kto_pair", "kto", "sft"),
        },
        CommonKeys.List("loss_weights", ConfigKind.Number, "Weights of several losses, in their order; 1 each where it is not written.") with { IsNullable = false },
        Share("label_smoothing", 0.0, "Share of pairs that are taken to be the wrong way round (sigmoid, robust, exo_pair and simpo).") with { Maximum = 0.5 },
        CommonKeys.Number("simpo_gamma", 0.5, "Margin by which chosen answers are to be likelier (simpo).", minimum: 0),
        CommonKeys.Number("desirable_weight", 1.0, "Weight of wanted answers (kto).", minimum: 0),
        CommonKeys.Number("undesirable_weight", 1.0, "Weight of unwanted answers (kto).", minimum: 0),
    ];

    /// <summary>Keys of <c>instruction_tune</c>.</summary>
    public static Vocabulary InstructionTune { get; } = new("instruction_tune", [.. At(2e-5), .. Tuning]);

    /// <summary>Keys of <c>align_tune</c>.</summary>
    public static Vocabulary AlignTune { get; } = new("align_tune", [.. At(1e-6), .. Alignment]);

    /// <summary>The vocabulary of a kind of stage.</summary>
    public static Vocabulary Of(StageKind kind) => kind switch
    {
        StageKind.Pretrain => Pretrain,
        StageKind.InstructionTune => InstructionTune,
        StageKind.AlignTune => AlignTune,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    // TRL's learning rates are its own: far below those of pretraining.
    private static IEnumerable<ConfigKey> At(double learningRate) =>
        Common.Select(key => key.Name == "learning_rate" ? key with { Default = ConfigValue.Of(learningRate) } : key);

    private static ConfigKey Count(string name, long value, string documentation, double minimum) =>
        new(name, Property(name), ConfigKind.Integer, ConfigValue.Of(value), documentation) { Minimum = minimum, Maximum = int.MaxValue };

    private static ConfigKey Share(string name, double value, string documentation) =>
        CommonKeys.Number(name, value, documentation, minimum: 0) with { PropertyName = Property(name), Maximum = 1 };

    // lr_scheduler_kwargs.num_decay_steps → LrSchedulerNumDecaySteps: "kwargs" is Python's word for what is a property here.
    private static string Property(string name) => CommonKeys.Pascal(name.Replace("_kwargs.", "_"));
}
