using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Options of stages that learn from conversations and preferences (SOLAR406, 408, 412 and 413).</summary>
internal static class ConversationRules
{
    private static readonly string[] Smoothed = ["sigmoid", "robust", "exo_pair"];

    /// <summary>Reports them; false where nothing sensible could be learned.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(StageDeclaration stage, Report report)
    {
        if (stage.Kind == StageKind.Pretrain)
        {
            return true;
        }

        Written written = new(stage, report);
        bool isSound = CheckTemplate(written) & CheckLength(written);
        return isSound & (stage.Kind == StageKind.InstructionTune ? CheckTuning(written) : CheckLosses(written));
    }

    private static bool CheckTemplate(Written stage)
    {
        string template = stage.Text("chat_template");
        if (ChatTemplates.IsKnown(template))
        {
            return true;
        }

        string hint = Spelling.Nearest(template, ChatTemplates.All) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        stage.Report(Rules.UnknownChatTemplate, "chat_template", template, string.Join(", ", ChatTemplates.All.Select(name => $"'{name}'")), hint);
        return false;
    }

    private static bool CheckLength(Written stage) =>
        stage.Text("excess_length_strategy") != "split"
        || stage.Defeated("excess_length_strategy", "split", "the parts of a conversation that is cut would be answers without their questions");

    private static bool CheckTuning(Written stage)
    {
        bool isPacked = stage.Flag("packing");
        foreach (string key in new[] { "packing_strategy", "isolate_documents", "shuffle_dataset" }.Where(key => stage.IsWritten(key) && !isPacked))
        {
            stage.Unread(key, "packing is false");
        }

        if (stage.Flag("completion_only_loss") && stage.IsWritten("assistant_only_loss"))
        {
            stage.Unread("assistant_only_loss", "completion_only_loss says already what is learnt");
        }

        return true;
    }

    private static bool CheckLosses(Written stage)
    {
        string[] losses = stage.List("loss_type"), weights = stage.List("loss_weights");
        if (losses.Length == 0)
        {
            return stage.Defeated("loss_type", "[]", "nothing would be minimised; what is not written is sigmoid");
        }

        CheckUnread(stage, losses);
        if (weights.Length > 0 && weights.Length != losses.Length)
        {
            stage.Report(Rules.LossWeightsDiffer, "loss_weights", weights.Length, losses.Length, string.Join(", ", losses));
            return false;
        }

        if (weights.FirstOrDefault(weight => double.Parse(weight, CultureInfo.InvariantCulture) <= 0) is { } least)
        {
            stage.Report(Rules.NumberOutOfRange, "loss_weights", "loss_weights", least, "greater than 0");
            return false;
        }

        if (losses.SequenceEqual(["sft"]))
        {
            return stage.Defeated("loss_type", "sft", "rejected answers would teach nothing; that is instruction_tune");
        }

        if (losses.Contains("kto") && losses.Any(loss => loss is not ("kto" or "sft")))
        {
            return stage.Defeated("loss_type", string.Join(", ", losses), "kto learns from single answers, the others from pairs");
        }

        double smoothing = stage.Number("label_smoothing");
        if (losses.Contains("robust") && smoothing >= 0.5)
        {
            return stage.Defeated("label_smoothing", "0.5", "with half of the labels wrong there is nothing to learn, and robust divides by 0");
        }

        return !losses.Contains("exo_pair") || smoothing > 0
            || stage.Defeated("label_smoothing", "0", "exo_pair takes its logarithm; 1e-3 is usual");
    }

    private static void CheckUnread(Written stage, string[] losses)
    {
        void Unread(string key, params string[] users)
        {
            if (stage.IsWritten(key) && !losses.Intersect(users).Any())
            {
                stage.Unread(key, $"{string.Join(" and ", losses)} {(losses.Length == 1 ? "does" : "do")} not use it");
            }
        }

        Unread("label_smoothing", Smoothed);
        Unread("simpo_gamma", "simpo");
        Unread("desirable_weight", "kto");
        Unread("undesirable_weight", "kto");
    }

    /// <summary>What a stage has written, and where to tell of it.</summary>
    private sealed class Written(StageDeclaration stage, Report report)
    {
        private readonly Vocabulary _vocabulary = StageVocabulary.Of(stage.Kind);

        public string Text(string key) => Value(key).AsText();

        public bool Flag(string key) => Value(key).AsBoolean();

        public double Number(string key) => Value(key).AsNumber();

        public string[] List(string key) => _vocabulary.Value(stage.Options, key) is { } value ? [.. value.AsItems()] : [];

        public bool IsWritten(string key) => stage.Options.Find(key) is not null;

        public void Report(Rule rule, string key, params object[] arguments) => report(rule, $"{_vocabulary.Name}.{key}", arguments);

        public void Unread(string key, string reason) => report(Rules.OptionUnread, $"{_vocabulary.Name}.{key}#key", key, reason);

        public bool Defeated(string key, string value, string reason)
        {
            // A default can only be at fault beside something that was written.
            Report(Rules.TrainingDefeated, IsWritten(key) ? key : "loss_type", key, value, reason);
            return false;
        }

        private ConfigValue Value(string key) => _vocabulary.Value(stage.Options, key)!.Value;
    }
}
