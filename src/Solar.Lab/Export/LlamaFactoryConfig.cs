using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.Lab.CommandLine;
using Solar.Lab.CommandLine.Output;
using Solar.Specs;

namespace Solar.Lab.Export;

/// <summary>A stage as LLaMA-Factory's YAML, and the description of its data.</summary>
internal static class LlamaFactoryConfig
{
    public const string File = "llama-factory.yaml", DatasetInfo = "data/dataset_info.json";

    private static readonly string[] Losses = ["sigmoid", "hinge", "ipo", "orpo", "simpo"];

    // Templates that it has under a name, and that write what Solar's write.
    private static readonly Dictionary<string, string> Templates = new(StringComparer.Ordinal)
    {
        ["solar"] = "solar",
        ["auto"] = "solar",
        ["alpaca"] = "alpaca",
        ["chatml"] = "chatml",
        ["llama2"] = "llama2",
        ["llama3"] = "llama3",
        ["mistral"] = "mistral",
        ["zephyr"] = "zephyr",
        ["gemma"] = "gemma",
        ["phi3"] = "phi",
    };

    /// <summary>The file.</summary>
    /// <exception cref="CommandException">LLaMA-Factory has no such loss.</exception>
    public static string Write(ExportedStage stage)
    {
        var lines = new ConfigLines()
            .Comment($"{stage.Entry.Name} for {ExportEngine.LlamaFactory.WrittenFor}.\n{StageReadme.Launch(stage, ExportEngine.LlamaFactory)}")
            .Blank()
            .Key("stage", stage.Kind switch { StageKind.Pretrain => "pt", StageKind.InstructionTune => "sft", _ => stage.IsKto ? "kto" : "dpo" })
            .Key("do_train", true)
            .Key("model_name_or_path", ExportedStage.Start)
            .Key("output_dir", ExportedStage.Trained)
            .Key("finetuning_type", stage.HasLora ? "lora" : "full");
        if (stage.Sharding == Sharding.Zero3)
        {
            lines.Key("deepspeed", ShardingFiles.DeepSpeed);
        }

        lines.Blank();
        Data(lines, stage);
        lines.Blank();
        if (stage.Kind == StageKind.AlignTune)
        {
            Alignment(lines, stage);
            lines.Blank();
        }

        CommonArguments.Write(lines, stage);
        Lora(lines, stage);
        string[] remarks = [.. EngineRemarks.Of(
            stage,
            ("unfrozen_parameters", "freeze_trainable_layers counts layers from the top or the bottom alone"),
            ("excess_length_strategy", "rows that are too long are cut off"),
            ("packing_strategy", "how rows are packed cannot be said"),
            ("shuffle_dataset", "data sets are shuffled"),
            ("early_stopping_patience", "see early_stopping_steps of the engine"),
            ("loss_watchdog_threshold", "nothing watches for spikes"))];
        if (remarks.Length > 0)
        {
            lines.Blank().Comment(string.Join('\n', remarks));
        }

        return lines.ToString();
    }

    /// <summary>What its data sets are, for <c>dataset_info.json</c>.</summary>
    public static string DatasetInfoJson(ExportedStage stage)
    {
        var text = new StringBuilder("{\n");
        string[] entries = [.. stage.Datasets.Select(dataset => $"  \"{Shown.Name(dataset)}\": {{ \"file_name\": \"{Shown.Name(dataset)}.jsonl\", {Form(stage)} }}")];
        return text.Append(string.Join(",\n", entries)).Append("\n}\n").ToString();
    }

    private static string Form(ExportedStage stage)
    {
        const string Tags = "\"tags\": { \"role_tag\": \"role\", \"content_tag\": \"content\", \"user_tag\": \"user\", \"assistant_tag\": \"assistant\", \"system_tag\": \"system\" }";
        return stage switch
        {
            { Kind: StageKind.Pretrain } => "\"columns\": { \"prompt\": \"text\" }",
            { Kind: StageKind.InstructionTune } => $"\"formatting\": \"sharegpt\", \"columns\": {{ \"messages\": \"messages\" }}, {Tags}",
            { IsKto: true } => $"\"formatting\": \"sharegpt\", \"columns\": {{ \"messages\": \"messages\", \"kto_tag\": \"label\" }}, {Tags}",
            _ => $"\"formatting\": \"sharegpt\", \"ranking\": true, \"columns\": {{ \"messages\": \"messages\", \"chosen\": \"chosen\", \"rejected\": \"rejected\" }}, {Tags}",
        };
    }

    private static void Data(ConfigLines lines, ExportedStage stage)
    {
        lines.Key("dataset_dir", "data").Key("dataset", new Yaml(string.Join(",", stage.Plan.Datasets.Select(Shown.Name))));
        if (stage.Plan.EvalDatasets.Count > 0)
        {
            lines.Key("eval_dataset", new Yaml(string.Join(",", stage.Plan.EvalDatasets.Select(Shown.Name))));
        }

        lines.Key("cutoff_len", stage.Integer("max_length"));
        if (stage.Kind == StageKind.Pretrain)
        {
            lines.Key("packing", true);
            if (stage.Flag("isolate_documents"))
            {
                lines.Comment("isolate_documents: true — in this stage of the engine, documents that share a row see each other.");
            }

            return;
        }

        string template = stage.Text("chat_template");
        if (Templates.TryGetValue(template, out string? known))
        {
            lines.Key("template", known);
        }
        else
        {
            lines.Comment($"template: {template} — the engine takes {ExportedStage.Start}/chat_template.jinja where none is named.");
        }

        if (stage.Kind == StageKind.InstructionTune)
        {
            lines.Key("train_on_prompt", !stage.Flag("assistant_only_loss") && !stage.Flag("completion_only_loss"))
                .Key("mask_history", stage.Flag("completion_only_loss"))
                .Key("packing", stage.Flag("packing"));
            if (stage.Flag("packing"))
            {
                lines.Key("neat_packing", stage.Flag("isolate_documents"));
            }
        }
    }

    private static void Alignment(ConfigLines lines, ExportedStage stage)
    {
        lines.Key("pref_beta", stage.Number("beta"));
        if (stage.IsKto)
        {
            lines.Key("kto_chosen_weight", stage.Number("desirable_weight")).Key("kto_rejected_weight", stage.Number("undesirable_weight"));
            return;
        }

        string[] losses = [.. stage.Losses.Where(loss => loss != "sft")];
        if (losses is not [var one] || !Losses.Contains(one))
        {
            throw new CommandException($"{stage.Entry.Name} minimises {string.Join(" and ", stage.Losses)}; LLaMA-Factory has one of {string.Join(", ", Losses)}, with sft beside it.");
        }

        lines.Key("pref_loss", one);
        int sft = stage.Losses.ToList().IndexOf("sft");
        if (sft >= 0)
        {
            lines.Key("pref_ftx", stage.Items("loss_weights") is { Count: > 0 } weights ? new Yaml(weights[sft]) : 1.0);
        }

        if (one == "simpo")
        {
            lines.Key("simpo_gamma", stage.Number("simpo_gamma"));
        }

        if (stage.Number("label_smoothing") > 0)
        {
            lines.Key("dpo_label_smoothing", stage.Number("label_smoothing"));
        }
    }

    private static void Lora(ConfigLines lines, ExportedStage stage)
    {
        if (stage.HasLora)
        {
            lines.Blank().Key("lora_rank", stage.Integer("lora_r")).Adapters(stage)
                .Key("lora_target", stage.Items("lora_target_modules") is { Count: > 0 } modules ? new Yaml(string.Join(",", modules)) : "all").Key("use_rslora", stage.Flag("use_rslora"));
        }
    }
}
