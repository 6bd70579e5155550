using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Resolves a training stage and checks its hyper-parameters (SOLAR4xx).</summary>
internal static class StageLowering
{
    /// <summary>The word of a stage, which begins the paths of its elements.</summary>
    public static string Element(StageDeclaration stage) => StageVocabulary.Of(stage.Kind).Name;

    /// <summary>The plan of a stage; null (reported) where a rule forbids it.</summary>
    public static StagePlan? Plan(StageDeclaration stage, ModelLowering models, List<Finding> findings)
    {
        string name = stage.Name.FullName;
        string word = Element(stage);
        void Report(Rule rule, string element, params object[] arguments) =>
            findings.Add(Finding.Of(rule, new ElementPath(name, element), arguments));

        (string FullName, ModelPlan Model)? start = models.ResolveCheckpoint(stage.Model, name, word + ".model");
        string[]? datasets = Resolve(stage.Data, word + ".data"), evaluation = Resolve(stage.EvalData, word + ".eval_data");
        string[]? keptOut = Resolve(stage.Decontaminate, word + ".decontaminate");
        if (stage.Data.Count == 0)
        {
            Report(Rules.NoData, word, stage.Name.Name);
            return null;
        }

        if (start is not { } found || datasets is null || evaluation is null || keptOut is null || !NumberRules.Check(StageVocabulary.Of(stage.Kind), stage.Options, Report))
        {
            return null;
        }

        bool fits = TrainingDataRules.Check(
            stage, [.. datasets.Select(models.FindDataset)], [.. evaluation.Select(models.FindDataset)], [.. keptOut.Select(models.FindDataset)], Report)
            & TrainingRules.Check(stage, Report)
            & AdapterRules.Check(stage, found.Model, Report);
        EquatableArray<string>? unfrozen = ParameterPatterns.ResolveUnfrozen(stage, found.Model, word, Report);
        EquatableArray<string>? decayed = ParameterPatterns.ResolveDecayed(stage, found.Model, unfrozen ?? default, word, Report);
        EquatableArray<LearningRateScalePlan>? scales = ParameterPatterns.ResolveScales(stage, found.Model, unfrozen ?? default, word, Report);
        return unfrozen is { } trained && decayed is { } decaying && scales is { } scaled && AccessibilityRules.Check(stage, found.Model.Declaration, word + ".model", Report)
            && fits && CheckSteps(stage, word, Report) && CheckLength(stage, word, found.Model, Report) is { } options
            ? new StagePlan(stage with { Options = options }, found.Model.Declaration.Name.FullName, found.FullName, datasets.ToEquatableArray())
            {
                EvalDatasets = evaluation.ToEquatableArray(),
                EvaluationSets = keptOut.ToEquatableArray(),
                UnfrozenParameters = trained,
                WeightDecayParameters = decaying,
                LrScales = scaled,
            }
            : null;

        // Every name is looked up, so that all that are wrong are told at once.
        string[]? Resolve(EquatableArray<NameReference> references, string element)
        {
            string[] resolved = [.. references
                .Select((reference, i) => models.ResolveDataset(reference, name, FormattableString.Invariant($"{element}[{i}]")))
                .OfType<string>()];
            return resolved.Length < references.Count ? null : resolved;
        }
    }

    private static bool CheckSteps(StageDeclaration stage, string word, Report report)
    {
        Vocabulary vocabulary = StageVocabulary.Of(stage.Kind);
        long steps = vocabulary.Value(stage.Options, "max_steps")!.Value.AsInteger();
        long warmup = vocabulary.Value(stage.Options, "warmup_steps")!.Value.AsInteger();
        if (steps == 0)
        {
            report(Rules.NumberOutOfRange, word + ".max_steps", "max_steps", 0, "at least 1, or -1 for as many as num_train_epochs gives");
            return false;
        }

        if (steps > 0 && warmup >= steps)
        {
            report(Rules.WarmupExceedsSteps, word + ".warmup_steps", warmup, steps);
        }

        const string decayKey = "lr_scheduler_kwargs.num_decay_steps";
        long decay = vocabulary.Value(stage.Options, decayKey)!.Value.AsInteger();
        if (steps > 0 && warmup < steps && decay > steps - warmup)
        {
            report(Rules.NumberOutOfRange, $"{word}.{decayKey}", "num_decay_steps", decay, $"at most {steps - warmup}, the steps behind the warm-up");
            return false;
        }

        return true;
    }

    // A default row length never exceeds the model's positions; a written one that does is a mistake.
    private static ConfigValues? CheckLength(StageDeclaration stage, string word, ModelPlan model, Report report)
    {
        int positions = model.Spec.MaxPositionEmbeddings;
        long length = StageVocabulary.Of(stage.Kind).Value(stage.Options, "max_length")!.Value.AsInteger();
        if (length <= positions)
        {
            return stage.Options;
        }

        if (stage.Options.Find("max_length") is null)
        {
            return stage.Options.With("max_length", ConfigValue.Of((long)positions));
        }

        report(
            Rules.RowsExceedPositions, word + ".max_length", length, positions, model.Declaration.Name.Name,
            Mend.Replace($"Write {positions}", word + ".max_length", Mend.Number(positions)));
        return null;
    }
}
