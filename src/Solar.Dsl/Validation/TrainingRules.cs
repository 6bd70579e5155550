using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Hyper-parameters that stop a training from learning, or that nothing reads (SOLAR406 to 408).</summary>
public static class TrainingRules
{
    // Of all published recipes for language models none comes near it; beyond it the loss is NaN within a few steps.
    private const double UnusualLearningRate = 0.05;

    private static readonly string[] SchedulerKeys =
        ["lr_scheduler_kwargs.min_lr_rate", "lr_scheduler_kwargs.num_decay_steps", "lr_scheduler_kwargs.decay_type"];

    private static readonly string[] EvaluationKeys =
        ["eval_steps", "per_device_eval_batch_size", "load_best_model_at_end", "early_stopping_patience", "early_stopping_threshold"];

    private static readonly string[] ContaminationKeys = ["contamination_action", "contamination_ngram_size"];

    /// <summary>Reports them; false where nothing could be learned. The numbers are within their ranges already.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(StageDeclaration stage, Report report)
    {
        Vocabulary vocabulary = StageVocabulary.Of(stage.Kind);
        double Number(string key) => vocabulary.Value(stage.Options, key) is { IsNull: false } value ? value.AsNumber() : 0;
        bool IsWritten(string key) => stage.Options.Find(key) is not null;
        bool isSound = true;

        void Defeated(string key, string reason)
        {
            report(Rules.TrainingDefeated, $"{vocabulary.Name}.{key}", key, Text(Number(key)), reason);
            isSound = false;
        }

        bool isStepped = Number("max_steps") > 0;
        if (Number("learning_rate") == 0)
        {
            Defeated("learning_rate", "no weight would change");
        }
        else if (Number("learning_rate") > UnusualLearningRate)
        {
            report(Rules.UnusualLearningRate, $"{vocabulary.Name}.learning_rate", Text(Number("learning_rate")), Usual(stage.Kind));
        }

        if (!isStepped && Number("num_train_epochs") == 0)
        {
            Defeated("num_train_epochs", "no step would be taken");
        }

        if (Number("warmup_ratio") >= 1 && Number("warmup_steps") == 0)
        {
            Defeated("warmup_ratio", "the learning rate would rise to the last step and never be at its peak");
        }

        foreach (string moment in new[] { "adam_beta1", "adam_beta2" }.Where(key => Number(key) >= 1))
        {
            Defeated(moment, "the moment would stay 0, and its correction divide by 0");
        }

        if (Number("adam_epsilon") == 0)
        {
            Defeated("adam_epsilon", "a weight without a gradient would become 0 / 0");
        }

        if (vocabulary.Find("beta") is not null && Number("beta") == 0)
        {
            Defeated("beta", "the loss of DPO would be log 2, whatever the model says");
        }

        if (stage.Options.Find(ParameterPatterns.Unfrozen) is { } unfrozen && unfrozen.AsItems().Count == 0)
        {
            report(
                Rules.TrainingDefeated, $"{vocabulary.Name}.{ParameterPatterns.Unfrozen}", ParameterPatterns.Unfrozen, "[]",
                "no parameter would be trained; what is not written trains all");
            isSound = false;
        }

        CheckUnread(vocabulary.Name, stage, isStepped, IsWritten, report);
        return ConversationRules.Check(stage, report) && isSound;
    }

    // One of two that exclude each other was written for nothing.
    private static void CheckUnread(string word, StageDeclaration stage, bool isStepped, System.Func<string, bool> isWritten, Report report)
    {
        void Unread(string key, string reason) => report(Rules.OptionUnread, $"{word}.{key}#key", key, reason);

        if (isStepped && isWritten("num_train_epochs"))
        {
            Unread("num_train_epochs", "max_steps says already when to stop");
        }

        string scheduler = StageVocabulary.Of(stage.Kind).Value(stage.Options, "lr_scheduler_type")!.Value.AsText();
        foreach (string key in SchedulerKeys.Where(isWritten))
        {
            if (scheduler != "warmup_stable_decay" && !(scheduler == "cosine_with_min_lr" && key.EndsWith("min_lr_rate", System.StringComparison.Ordinal)))
            {
                Unread(key, $"'{scheduler}' does not use it");
            }
        }

        foreach (string key in EvaluationKeys.Where(isWritten).Where(_ => stage.EvalData.Count == 0))
        {
            Unread(key, "there is no eval_data");
        }

        foreach (string key in ContaminationKeys.Where(isWritten).Where(_ => stage.Decontaminate.Count == 0))
        {
            Unread(key, "there is no decontaminate");
        }

        if (stage.Options.Find(ParameterPatterns.Decayed) is { } decayed)
        {
            if (decayed.AsItems().Count == 0)
            {
                Unread(ParameterPatterns.Decayed, "it names nothing; 'weight_decay: 0' lets nothing decay");
            }
            else if (StageVocabulary.Of(stage.Kind).Value(stage.Options, "weight_decay")!.Value.AsNumber() == 0)
            {
                Unread(ParameterPatterns.Decayed, "weight_decay is 0");
            }
        }

        bool isConstant = scheduler == "constant";
        foreach (string warmup in new[] { "warmup_ratio", "warmup_steps" }.Where(isWritten))
        {
            if (isConstant)
            {
                Unread(warmup, "'constant' has no warm-up; 'constant_with_warmup' has");
            }
            else if (warmup == "warmup_ratio" && stage.Options.Find("warmup_steps") is { } steps && steps.Canonical != "0")
            {
                Unread(warmup, "warmup_steps says already how long it is");
            }
        }
    }

    private static string Usual(StageKind kind) => kind switch
    {
        StageKind.AlignTune => "5e-7 to 5e-6",
        StageKind.InstructionTune => "1e-5 to 1e-4",
        _ => "1e-5 to 1e-3",
    };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
