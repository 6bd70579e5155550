using Solar.Lab.CommandLine;

namespace Solar.Lab.Export;

/// <summary>The hyper-parameters that TRL and LLaMA-Factory have from transformers' TrainingArguments, and thus by the names of the declaration.</summary>
internal static class CommonArguments
{
    /// <summary>Writes them.</summary>
    public static void Write(ConfigLines lines, ExportedStage stage)
    {
        Schedule(lines, stage, "per_device_train_batch_size", "lr_scheduler_type", "num_train_epochs");
        Optimizer(lines, stage);
        if (stage.Plan.EvalDatasets.Count > 0)
        {
            lines.Key("eval_strategy", stage.Integer("eval_steps") > 0 ? "steps" : "epoch");
            if (stage.Integer("eval_steps") > 0)
            {
                lines.Key("eval_steps", stage.Integer("eval_steps"));
            }

            lines.Key("per_device_eval_batch_size", stage.Integer("per_device_eval_batch_size"))
                .Key("load_best_model_at_end", stage.Flag("load_best_model_at_end"));
        }

        Noise(lines, stage);
    }

    /// <summary>Rows of a step, learning rate and duration, of which engines call three by names of their own.</summary>
    public static void Schedule(ConfigLines lines, ExportedStage stage, string batchSize, string scheduler, string epochs)
    {
        (long rows, long passes) = stage.Batch;
        lines.Comment(stage.BatchText)
            .Key(batchSize, rows)
            .Key("gradient_accumulation_steps", passes)
            .Key("learning_rate", stage.Number("learning_rate"))
            .Key(scheduler, stage.Text("lr_scheduler_type"));
        if (SchedulerArguments(stage) is { } arguments)
        {
            lines.Key("lr_scheduler_kwargs", new Yaml(arguments));
        }

        Warmup(lines, stage);
        Duration(lines, stage, epochs);
    }

    /// <summary>AdamW, the type of numbers, and states on the way.</summary>
    public static void Optimizer(ConfigLines lines, ExportedStage stage)
    {
        lines.Key("weight_decay", stage.Number("weight_decay"))
            .Key("adam_beta1", stage.Number("adam_beta1"))
            .Key("adam_beta2", stage.Number("adam_beta2"))
            .Key("adam_epsilon", stage.Number("adam_epsilon"))
            .Key("max_grad_norm", stage.Number("max_grad_norm"))
            .Key("seed", stage.Integer("seed"))
            .Key("bf16", stage.Flag("bf16"))
            .Key("gradient_checkpointing", stage.Flag("gradient_checkpointing"))
            .Key("logging_steps", stage.Integer("logging_steps"));
        Saving(lines, stage);
    }

    /// <summary>NEFTune's noise, where an instruction tuning declares it.</summary>
    public static void Noise(ConfigLines lines, ExportedStage stage)
    {
        if (stage.Kind == Specs.StageKind.InstructionTune && stage.Number("neftune_noise_alpha") > 0)
        {
            lines.Key("neftune_noise_alpha", stage.Number("neftune_noise_alpha"));
        }
    }

    // Steps, or passes over the data.
    private static void Duration(ConfigLines lines, ExportedStage stage, string epochs)
    {
        if (stage.Integer("max_steps") > 0)
        {
            lines.Key("max_steps", stage.Integer("max_steps"));
        }
        else
        {
            lines.Key(epochs, stage.Number("num_train_epochs"));
        }
    }

    // Steps of the rise, or their share.
    private static void Warmup(ConfigLines lines, ExportedStage stage)
    {
        if (stage.Integer("warmup_steps") > 0 || stage.Number("warmup_ratio") <= 0)
        {
            lines.Key("warmup_steps", stage.Integer("warmup_steps"));
        }
        else
        {
            lines.Comment("transformers 5 calls a share warmup_steps, too.").Key("warmup_ratio", stage.Number("warmup_ratio"));
        }
    }

    // States on the way.
    private static void Saving(ConfigLines lines, ExportedStage stage)
    {
        if (stage.Integer("save_steps") > 0)
        {
            lines.Key("save_strategy", "steps").Key("save_steps", stage.Integer("save_steps")).Key("save_total_limit", stage.Integer("save_total_limit"));
        }
        else
        {
            lines.Key("save_strategy", new Yaml("\"no\""));
        }
    }

    // What the scheduler is told, as a YAML map; null for nothing.
    private static string? SchedulerArguments(ExportedStage stage)
    {
        string least = ConfigLines.Scalar(stage.Number("lr_scheduler_kwargs.min_lr_rate"));
        return stage.Text("lr_scheduler_type") switch
        {
            "cosine_with_min_lr" => $"{{ min_lr_rate: {least} }}",
            "warmup_stable_decay" => $"{{ num_decay_steps: {DecaySteps(stage)}, decay_type: {stage.Text("lr_scheduler_kwargs.decay_type")}, min_lr_ratio: {least} }}",
            _ => null,
        };
    }

    /// <summary>Scale and dropout of adapters; an alignment has no dropout, by which the reference would be another one.</summary>
    public static ConfigLines Adapters(this ConfigLines lines, ExportedStage stage)
    {
        // A whole number where it is one, as the engines' own examples have it.
        double alpha = stage.Number("lora_alpha");
        return lines.Key("lora_alpha", double.IsInteger(alpha) ? (object)(long)alpha : alpha)
            .Key("lora_dropout", stage.Kind == Specs.StageKind.AlignTune ? 0.0 : stage.Number("lora_dropout"));
    }

    // Transformers wants the number of steps, where a tenth of all is meant.
    private static long DecaySteps(ExportedStage stage) => (stage.Integer("lr_scheduler_kwargs.num_decay_steps"), stage.Integer("max_steps")) switch
    {
        ( > 0 and long declared, _) => declared,
        (_, > 0 and long all) => (all + 9) / 10,
        _ => throw new CommandException(
            $"{stage.Entry.Name} falls over the last tenth of its steps (warmup_stable_decay), and of num_train_epochs nobody knows before the run how many those are: "
            + "declare lr_scheduler_kwargs.num_decay_steps, or max_steps."),
    };
}

/// <summary>YAML that is written as it is.</summary>
/// <param name="Text">The YAML.</param>
internal sealed record Yaml(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
