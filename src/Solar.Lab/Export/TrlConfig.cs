using System.Linq;
using Solar.Lab.CommandLine;
using Solar.Specs;

namespace Solar.Lab.Export;

/// <summary>A stage as the YAML of <c>trl sft</c>, <c>trl dpo</c> or <c>trl kto</c>.</summary>
internal static class TrlConfig
{
    public const string File = "trl.yaml";

    /// <summary>Losses of its trainer of DPO, which axolotl runs too.</summary>
    public static readonly string[] DpoLosses = ["sigmoid", "hinge", "ipo", "robust", "exo_pair", "nca_pair", "sppo_hard", "apo_zero", "apo_down", "sft"];

    /// <summary>The word of the command line.</summary>
    public static string Command(ExportedStage stage) => stage.Kind != StageKind.AlignTune ? "sft" : stage.IsKto ? "kto" : "dpo";

    /// <summary>The file.</summary>
    /// <exception cref="CommandException">TRL has no such loss.</exception>
    public static string Write(ExportedStage stage)
    {
        var lines = new ConfigLines()
            .Comment($"{stage.Entry.Name} for {ExportEngine.Trl.WrittenFor}.\n{StageReadme.Launch(stage, ExportEngine.Trl)}")
            .Blank()
            .Key("model_name_or_path", ExportedStage.Start)
            .Key("output_dir", ExportedStage.Trained)
            .Key("dtype", stage.Flag("bf16") ? "float32" : "auto");
        if (stage.Flag("bf16"))
        {
            lines.Comment("float32 originals under a bfloat16 computation, as Solar trains.");
        }

        lines.Blank();
        Data(lines, stage);
        lines.Blank();
        Learning(lines, stage);
        lines.Blank();
        CommonArguments.Write(lines, stage);
        Lora(lines, stage);
        string[] remarks = [.. EngineRemarks.Of(
            stage,
            ("unfrozen_parameters", "all parameters are trained; freeze the others in a script of your own"),
            ("excess_length_strategy", "rows that are too long are cut off at their end"),
            ("isolate_documents", "packing by bfd keeps documents apart, by wrapped it does not"),
            ("early_stopping_patience", "a callback does it, in a script of your own"),
            ("loss_watchdog_threshold", "nothing watches for spikes"))];
        if (remarks.Length > 0)
        {
            lines.Blank().Comment(string.Join('\n', remarks));
        }

        return lines.ToString();
    }

    private static void Data(ConfigLines lines, ExportedStage stage)
    {
        lines.Block("datasets:");
        foreach (string dataset in stage.Plan.Datasets)
        {
            lines.Block($"  - path: json\n    data_files: {ExportedStage.DataFile(dataset)}");
        }

        if (stage.Plan.EvalDatasets.Count > 0)
        {
            lines.Comment($"eval_data: {string.Join(", ", stage.Plan.EvalDatasets.Select(ExportedStage.DataFile))} — the command line splits what is evaluated off the training data:")
                .Key("test_split_size", 0.01);
        }

        lines.Key("max_length", stage.Integer("max_length"));
    }

    private static void Learning(ConfigLines lines, ExportedStage stage)
    {
        switch (stage.Kind)
        {
            case StageKind.Pretrain:
                lines.Key("dataset_text_field", "text").Key("packing", true).Key("packing_strategy", stage.Text("packing_strategy")).Key("shuffle_dataset", stage.Flag("shuffle_dataset"));
                break;
            case StageKind.InstructionTune:
                lines.Key("assistant_only_loss", stage.Flag("assistant_only_loss") || stage.Flag("completion_only_loss"));
                if (stage.Flag("completion_only_loss"))
                {
                    lines.Comment("completion_only_loss: of conversations with several answers, TRL learns all of them here.");
                }

                lines.Key("packing", stage.Flag("packing"));
                if (stage.Flag("packing"))
                {
                    lines.Key("packing_strategy", stage.Text("packing_strategy")).Key("shuffle_dataset", stage.Flag("shuffle_dataset"));
                }

                break;
            default:
                Alignment(lines, stage);
                break;
        }
    }

    private static void Alignment(ConfigLines lines, ExportedStage stage)
    {
        lines.Key("beta", stage.Number("beta"));
        if (stage.IsKto)
        {
            lines.Key("desirable_weight", stage.Number("desirable_weight")).Key("undesirable_weight", stage.Number("undesirable_weight"));
            return;
        }

        string[] unknown = [.. stage.Losses.Except(DpoLosses)];
        if (unknown.Length > 0)
        {
            throw new CommandException($"{stage.Entry.Name} minimises {string.Join(" and ", unknown)}, which 'trl dpo' does not have; it has {string.Join(", ", DpoLosses)}.");
        }

        lines.Key("loss_type", stage.Losses);
        if (stage.Items("loss_weights").Count > 0)
        {
            lines.Key("loss_weights", new Yaml($"[{string.Join(", ", stage.Items("loss_weights"))}]"));
        }

        if (stage.Number("label_smoothing") > 0)
        {
            lines.Key("label_smoothing", stage.Number("label_smoothing"));
        }

        lines.Comment("The reference is computed once, before the first step, so that it need not be in memory.").Key("precompute_ref_log_probs", true);
    }

    private static void Lora(ConfigLines lines, ExportedStage stage)
    {
        if (!stage.HasLora)
        {
            return;
        }

        lines.Blank().Key("use_peft", true).Key("lora_r", stage.Integer("lora_r")).Adapters(stage)
            .Key("lora_target_modules", stage.Items("lora_target_modules") is { Count: > 0 } modules ? modules : new[] { "all-linear" }).Key("use_rslora", stage.Flag("use_rslora"));
    }
}
