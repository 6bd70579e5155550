using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Lab.CommandLine.Output;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Lab.Export;

/// <summary>The steps of one stage, for whoever stands before the cluster.</summary>
internal static class StageReadme
{
    /// <summary>The page.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="hasTemplate">Whether a template was written.</param>
    public static string Write(ExportedStage stage, ExportEngine engine, bool hasTemplate)
    {
        string name = stage.Entry.Name;
        var budget = TrainingBudget.Of(stage.Plan, stage.Spec);
        return string.Create(CultureInfo.InvariantCulture, $"""
            # {name}

            {Kind(stage.Kind)} of {stage.StartName}: {stage.Spec.NumHiddenLayers} layers, {TensorCatalog.ParameterCount(stage.Spec):N0} parameters, on {string.Join(", ", stage.Plan.Datasets.Select(Shown.Name))}.
            Written for {engine.WrittenFor}. Names of options were taken from its sources; Solar does not run it.

            1. **The checkpoint.** Make {stage.StartName} (`solar build … {stage.StartName}`, or `solar import` it) and copy its folder's weights and tokenizer to `{ExportedStage.Start}/`, whose
               `config.json` is the declared one.{(hasTemplate ? $" `{ExportedStage.Start}/chat_template.jinja` is the stage's template; it goes before one in `tokenizer_config.json`." : "")}{(stage.Kind != StageKind.Pretrain && stage.Text("chat_template") is ChatTemplates.Auto ? " The stage says `auto`: where the checkpoint has a template of its own, delete this one." : "")}
            2. **The data.** {string.Join(", ", stage.Datasets.Select(dataset => $"`{ExportedStage.DataFile(dataset)}`"))}: JSON lines, one {(stage.Kind == StageKind.Pretrain ? "document" : "conversation")} each, as the declaration reads them.
            3. **The run**, on {stage.Gpus} GPUs: {stage.BatchText}

               ```
               {Launch(stage, engine)}
               ```
            4. **Whole weights.** `{ExportedStage.Trained}/` has to hold safetensors, not shards. {Consolidate(stage)}{(stage.HasLora ? $"\n   It holds adapters: `solar lora apply {ExportedStage.Start} {ExportedStage.Trained} --out merged`, and import `merged`." : "")}
            5. **Back.**

               ```
               solar import PROGRAM {name} --from {(stage.HasLora ? "merged" : $"{name}/{ExportedStage.Trained}")}
               ```

            Weights, gradients and AdamW's moments of this stage are {Figures.Bytes(budget.Weights + budget.Gradients + budget.Optimizer)}, a GPU's share {Figures.Bytes((budget.Weights + budget.Gradients + budget.Optimizer) / stage.Gpus)}; activations come to it (`solar plan {name}`).

            """).ReplaceLineEndings("\n");
    }

    /// <summary>The command that trains.</summary>
    public static string Launch(ExportedStage stage, ExportEngine engine)
    {
        if (engine == ExportEngine.Axolotl)
        {
            return $"axolotl train {AxolotlConfig.File}";
        }

        if (engine == ExportEngine.Trl)
        {
            return $"accelerate launch --config_file {ShardingFiles.Accelerate} -m trl.scripts.{TrlConfig.Command(stage)} --config {TrlConfig.File}";
        }

        return stage.Sharding == Sharding.Fsdp
            ? $"accelerate launch --config_file {ShardingFiles.Accelerate} -m llamafactory.launcher {LlamaFactoryConfig.File}"
            : $"FORCE_TORCHRUN=1 llamafactory-cli train {LlamaFactoryConfig.File}";
    }

    private static string Kind(StageKind kind) => kind switch
    {
        StageKind.Pretrain => "Continued pretraining",
        StageKind.InstructionTune => "Instruction tuning",
        _ => "Alignment",
    };

    private static string Consolidate(ExportedStage stage) => stage.Sharding == Sharding.Fsdp
        ? "FULL_STATE_DICT saves them so; of a state in shards: `accelerate merge-weights DIR/pytorch_model_fsdp_0 OUT`."
        : "The configuration gathers them when it saves; of a state in shards: `python zero_to_fp32.py . OUT --safe_serialization`.";
}
