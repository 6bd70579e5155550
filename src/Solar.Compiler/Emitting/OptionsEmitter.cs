using System;
using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>Defaults</c>: every hyper-parameter that has an effect on the stage, so that nothing must be looked up.</summary>
internal static class OptionsEmitter
{
    public static void Write(IndentedWriter writer, StagePlan plan)
    {
        StageDeclaration stage = plan.Declaration;
        Vocabulary vocabulary = StageVocabulary.Of(stage.Kind);
        writer.Write($"""
            /// <summary>Hyper-parameters as declared; every one can be overridden per run and ends up in the manifest.</summary>
            public static {stage.Kind}Options Defaults => new()
            """);
        using (writer.WriteBlock(end: ";"))
        {
            foreach (ConfigKey key in vocabulary.Keys.Where(key => HasEffect(key, plan)))
            {
                if (key.Kind == ConfigKind.List)
                {
                    WriteList(writer, key.PropertyName, Items(key, plan));
                    continue;
                }

                writer.Write($"{key.PropertyName} = {Value(key, vocabulary.Value(stage.Options, key.Name)!.Value)},");
            }
        }
    }

    private static string Value(ConfigKey key, ConfigValue value) => key.Kind switch
    {
        ConfigKind.Integer => Literals.Code(value.AsInteger()),
        ConfigKind.Number => Literals.Code(value.AsNumber()),
        ConfigKind.Boolean => Literals.Code(value.AsBoolean()),
        ConfigKind.Text when EnumOf(key) is { } type => $"{type}.{Member(value.AsText())}",
        ConfigKind.Text => Literals.Code(value.AsText()),
        _ => throw new ArgumentException($"'{key.Name}' has no C# form.", nameof(key)),
    };

    private static string[] Items(ConfigKey key, StagePlan plan) => key.Name switch
    {
        ParameterPatterns.Unfrozen => [.. plan.UnfrozenParameters.Select(Literals.Code)],
        ParameterPatterns.Decayed => [.. plan.WeightDecayParameters.Select(Literals.Code)],
        ParameterPatterns.Scales => [.. plan.LrScales.Select(scale => $"new({Literals.Code(scale.Parameters)}, {Literals.Code(scale.Scale)})")],
        _ => [.. Written(key, plan).AsItems().Select(item => (EnumOf(key), key.ItemKind) switch
        {
            ({ } type, _) => $"{type}.{Member(item)}",
            (_, ConfigKind.Number) => Literals.Code(double.Parse(item, CultureInfo.InvariantCulture)),
            _ => Literals.Code(item),
        })],
    };

    private static ConfigValue Written(ConfigKey key, StagePlan plan) =>
        StageVocabulary.Of(plan.Declaration.Kind).Value(plan.Declaration.Options, key.Name) ?? ConfigValue.OfList([]);

    // Options of what this stage does not do would only be in the way.
    private static bool HasEffect(ConfigKey key, StagePlan plan)
    {
        Vocabulary vocabulary = StageVocabulary.Of(plan.Declaration.Kind);
        ConfigValue Value(string name) => vocabulary.Value(plan.Declaration.Options, name)!.Value;
        bool Minimises(params string[] losses) => Value("loss_type").AsItems().Intersect(losses).Any();
        string scheduler = Value("lr_scheduler_type").AsText();
        return key.Name switch
        {
            "lr_scheduler_kwargs.min_lr_rate" => scheduler is "cosine_with_min_lr" or "warmup_stable_decay",
            "lr_scheduler_kwargs.num_decay_steps" or "lr_scheduler_kwargs.decay_type" => scheduler == "warmup_stable_decay",
            "eval_steps" or "per_device_eval_batch_size" or "load_best_model_at_end" or "early_stopping_patience" => plan.EvalDatasets.Count > 0,
            "early_stopping_threshold" => plan.EvalDatasets.Count > 0 && Value("early_stopping_patience").AsInteger() > 0,
            "contamination_action" or "contamination_ngram_size" => plan.EvaluationSets.Count > 0,
            "loss_watchdog_threshold" or "loss_watchdog_patience" => Value("loss_watchdog_threshold").AsNumber() > 0,
            ParameterPatterns.Unfrozen => plan.UnfrozenParameters.Count > 0,
            ParameterPatterns.Decayed => plan.WeightDecayParameters.Count > 0,
            ParameterPatterns.Scales => plan.LrScales.Count > 0,
            "lora_r" or "lora_alpha" or "use_rslora" => Value("lora_r").AsInteger() > 0,
            "lora_dropout" => Value("lora_r").AsInteger() > 0 && plan.Declaration.Kind != StageKind.AlignTune,
            "lora_target_modules" => Value("lora_r").AsInteger() > 0 && Written(key, plan).AsItems().Count > 0,
            "packing_strategy" or "isolate_documents" or "shuffle_dataset" when vocabulary.Find("packing") is not null => Value("packing").AsBoolean(),
            "assistant_only_loss" => !Value("completion_only_loss").AsBoolean(),
            "completion_only_loss" => Value("completion_only_loss").AsBoolean(),
            "neftune_noise_alpha" => Value("neftune_noise_alpha").AsNumber() > 0,
            "loss_weights" => Written(key, plan).AsItems().Count > 0,
            "label_smoothing" => Minimises("sigmoid", "robust", "exo_pair", "simpo") && Value("label_smoothing").AsNumber() > 0,
            "simpo_gamma" => Minimises("simpo"),
            "desirable_weight" or "undesirable_weight" => Minimises("kto"),
            _ => true,
        };
    }

    // One a line where there are several: of an up-scaled model there are a dozen.
    private static void WriteList(IndentedWriter writer, string property, string[] items) => writer.Write(items.Length < 2
        ? $"{property} = [{string.Concat(items)}],"
        : $"{property} =\n[\n{string.Join("\n", items.Select(item => $"    {item},"))}\n],");

    private static string Member(string word) => word == "1-sqrt" ? nameof(DecayType.OneMinusSqrt) : EmittedNames.Pascal(word);

    // Their members are named as the words are, in PascalCase, but where that is no name.
    private static string? EnumOf(ConfigKey key) => key.Name switch
    {
        "lr_scheduler_type" => nameof(SchedulerType),
        "lr_scheduler_kwargs.decay_type" => nameof(DecayType),
        "packing_strategy" => nameof(Packing),
        "excess_length_strategy" => nameof(ExcessLength),
        "add_bos" or "add_eos" => nameof(EdgeToken),
        "loss_type" => nameof(PreferenceLoss),
        "contamination_action" => nameof(ContaminationAction),
        _ => null,
    };
}
