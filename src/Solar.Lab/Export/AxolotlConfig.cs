using System.Linq;
using System.Text.RegularExpressions;
using Solar.Lab.CommandLine;
using Solar.Specs;

namespace Solar.Lab.Export;

/// <summary>A stage as axolotl's YAML.</summary>
internal static class AxolotlConfig
{
    public const string File = "axolotl.yaml";

    /// <summary>The file.</summary>
    /// <exception cref="CommandException">axolotl has no such loss.</exception>
    public static string Write(ExportedStage stage)
    {
        var lines = new ConfigLines()
            .Comment($"{stage.Entry.Name} for {ExportEngine.Axolotl.WrittenFor}.\n{StageReadme.Launch(stage, ExportEngine.Axolotl)}")
            .Blank()
            .Key("base_model", ExportedStage.Start)
            .Key("output_dir", ExportedStage.Trained)
            .Key("dataset_prepared_path", "prepared")
            .Blank();
        Data(lines, stage);
        lines.Blank();
        Learning(lines, stage);
        lines.Blank();
        Hyperparameters(lines, stage);
        Lora(lines, stage);
        lines.Blank();
        Shards(lines, stage);
        string[] remarks = [.. EngineRemarks.Of(
            stage,
            ("packing_strategy", "documents are packed whole, as bfd does; those that are too long go by excess_length_strategy"),
            ("shuffle_dataset", "merged data sets are shuffled"),
            ("isolate_documents", "packing always keeps documents apart"),
            ("completion_only_loss", "of conversations with several answers, all of them are learnt"),
            ("assistant_only_loss", "which turns are learnt is said of each data set, above"))];
        if (remarks.Length > 0)
        {
            lines.Blank().Comment(string.Join('\n', remarks));
        }

        return lines.ToString();
    }

    private static void Data(ConfigLines lines, ExportedStage stage)
    {
        lines.Block("datasets:").Block(string.Join('\n', stage.Plan.Datasets.Select(dataset => Dataset(stage, dataset))));
        if (stage.Plan.EvalDatasets.Count > 0)
        {
            lines.Block("test_datasets:").Block(string.Join('\n', stage.Plan.EvalDatasets.Select(dataset => Dataset(stage, dataset) + "\n    split: train")));
        }

        lines.Key("sequence_len", stage.Integer("max_length"));
        string excess = stage.Text("excess_length_strategy");
        if (excess == "split")
        {
            lines.Comment("excess_length_strategy: split — documents of 'completion' are cut into rows by axolotl itself.");
        }
        else
        {
            lines.Key("excess_length_strategy", excess);
        }
    }

    private static string Dataset(ExportedStage stage, string dataset)
    {
        string form = stage.Kind switch
        {
            StageKind.Pretrain => "    type: completion\n    field: text",
            StageKind.InstructionTune => $"    type: chat_template\n    field_messages: messages\n    roles_to_train: [{(stage.Flag("assistant_only_loss") ? "assistant" : "system, user, assistant")}]\n    train_on_eos: turn",
            _ => "    type: chat_template.default\n    field_messages: messages\n    field_chosen: chosen\n    field_rejected: rejected",
        };
        return $"  - path: {ExportedStage.DataFile(dataset)}\n    ds_type: json\n{form}";
    }

    private static void Learning(ConfigLines lines, ExportedStage stage)
    {
        if (stage.Kind == StageKind.AlignTune)
        {
            Alignment(lines, stage);
        }
        else if (stage.Kind == StageKind.Pretrain)
        {
            lines.Key("sample_packing", true).Key("pad_to_sequence_len", true);
            return;
        }
        else
        {
            lines.Key("sample_packing", stage.Flag("packing"));
        }

        lines.Comment($"{ExportedStage.Start}/chat_template.jinja").Key("chat_template", "tokenizer_default");
        CommonArguments.Noise(lines, stage);
    }

    private static void Alignment(ConfigLines lines, ExportedStage stage)
    {
        string[] losses = [.. stage.Losses];
        switch (losses)
        {
            case ["simpo"]:
                lines.Key("rl", "simpo").Key("rl_beta", stage.Number("beta")).Key("simpo_gamma", stage.Number("simpo_gamma"));
                return;
            case ["orpo"]:
                lines.Key("rl", "orpo").Key("orpo_alpha", stage.Number("beta"));
                return;
        }

        if (losses.Except(TrlConfig.DpoLosses).ToArray() is { Length: > 0 } unknown)
        {
            throw new CommandException(stage.IsKto
                ? $"{stage.Entry.Name} learns from single answers (kto), which axolotl reads as texts that are rendered already: use trl or llama-factory."
                : $"{stage.Entry.Name} minimises {string.Join(" and ", unknown)}, which axolotl does not have in this form; it has simpo, orpo, or of DPO {string.Join(", ", TrlConfig.DpoLosses)}.");
        }

        lines.Key("rl", "dpo").Key("rl_beta", stage.Number("beta")).Key("dpo_loss_type", losses);
        if (stage.Items("loss_weights").Count > 0)
        {
            lines.Key("dpo_loss_weights", new Yaml($"[{string.Join(", ", stage.Items("loss_weights"))}]"));
        }

        if (stage.Number("label_smoothing") > 0)
        {
            lines.Key("dpo_label_smoothing", stage.Number("label_smoothing"));
        }

        lines.Key("precompute_ref_log_probs", true);
    }

    private static void Hyperparameters(ConfigLines lines, ExportedStage stage)
    {
        CommonArguments.Schedule(lines, stage, "micro_batch_size", "lr_scheduler", "num_epochs");
        lines.Key("optimizer", "adamw_torch_fused");
        CommonArguments.Optimizer(lines, stage);
        if (stage.Plan.EvalDatasets.Count > 0)
        {
            lines.Key("eval_batch_size", stage.Integer("per_device_eval_batch_size"));
            if (stage.Integer("eval_steps") > 0)
            {
                lines.Key("eval_steps", stage.Integer("eval_steps"));
            }

            if (stage.Flag("load_best_model_at_end"))
            {
                lines.Key("load_best_model_at_end", true);
            }

            if (stage.Integer("early_stopping_patience") > 0)
            {
                lines.Key("early_stopping_patience", stage.Integer("early_stopping_patience"));
            }
        }

        if (stage.Number("loss_watchdog_threshold") > 0)
        {
            lines.Key("loss_watchdog_threshold", stage.Number("loss_watchdog_threshold")).Key("loss_watchdog_patience", stage.Integer("loss_watchdog_patience"));
        }

        if (!stage.HasLora && stage.Plan.UnfrozenParameters.Count > 0)
        {
            // Ours are names with * for any characters, axolotl's are regular expressions.
            lines.Block("unfrozen_parameters:").Block(string.Join('\n', stage.Plan.UnfrozenParameters.Select(pattern => $"  - '^{Regex.Escape(pattern).Replace("\\*", ".*", System.StringComparison.Ordinal)}$'")));
        }
    }

    private static void Lora(ConfigLines lines, ExportedStage stage)
    {
        if (!stage.HasLora)
        {
            return;
        }

        lines.Blank().Key("adapter", "lora").Key("lora_r", stage.Integer("lora_r")).Adapters(stage);
        if (stage.Items("lora_target_modules") is { Count: > 0 } modules)
        {
            lines.Key("lora_target_modules", modules);
        }
        else
        {
            lines.Key("lora_target_linear", true);
        }

        if (stage.Flag("use_rslora"))
        {
            lines.Key("peft_use_rslora", true);
        }
    }

    private static void Shards(ConfigLines lines, ExportedStage stage)
    {
        if (stage.Sharding == Sharding.Zero3)
        {
            lines.Key("deepspeed", ShardingFiles.DeepSpeed);
            return;
        }

        lines.Key("fsdp_version", 2).Block($"""
            fsdp_config:
              auto_wrap_policy: TRANSFORMER_BASED_WRAP
              transformer_layer_cls_to_wrap: {stage.LayerClass}
              cpu_ram_efficient_loading: true
              offload_params: false
              reshard_after_forward: true
              state_dict_type: FULL_STATE_DICT
            """);
    }
}
