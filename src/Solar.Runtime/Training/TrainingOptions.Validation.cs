using System.Globalization;
using Solar.Runtime.Training.Data.Contamination;

namespace Solar.Runtime.Training;

public abstract partial record TrainingOptions
{
    /// <summary>Checks every option on its own, with the bounds that the compiler holds declarations to.</summary>
    /// <exception cref="TrainingOptionException">The first option that cannot be.</exception>
    public virtual void Validate()
    {
        AtLeast(nameof(LearningRate), LearningRate, 0);
        Within(nameof(WarmupRatio), WarmupRatio, 1, isInclusive: true);
        AtLeast(nameof(WarmupSteps), WarmupSteps, 0);
        AtLeast(nameof(MaxSteps), MaxSteps, -1);
        AtLeast(nameof(NumTrainEpochs), NumTrainEpochs, 0);
        AtLeast(nameof(PerDeviceTrainBatchSize), PerDeviceTrainBatchSize, 1);
        AtLeast(nameof(GradientAccumulationSteps), GradientAccumulationSteps, 1);
        AtLeast(nameof(MaxLength), MaxLength, 2);
        AtLeast(nameof(WeightDecay), WeightDecay, 0);
        Within(nameof(AdamBeta1), AdamBeta1, 1, isInclusive: false);
        Within(nameof(AdamBeta2), AdamBeta2, 1, isInclusive: false);
        AtLeast(nameof(AdamEpsilon), AdamEpsilon, 0);
        AtLeast(nameof(MaxGradNorm), MaxGradNorm, 0);
        AtLeast(nameof(Seed), Seed, 0);
        AtLeast(nameof(LoggingSteps), LoggingSteps, 1);
        AtLeast(nameof(SaveSteps), SaveSteps, 0);
        Within(nameof(LrSchedulerMinLrRate), LrSchedulerMinLrRate, 1, isInclusive: true);
        AtLeast(nameof(LrSchedulerNumDecaySteps), LrSchedulerNumDecaySteps, 0);
        AtLeast(nameof(SaveTotalLimit), SaveTotalLimit, 1);
        AtLeast(nameof(EvalSteps), EvalSteps, 0);
        AtLeast(nameof(PerDeviceEvalBatchSize), PerDeviceEvalBatchSize, 1);
        AtLeast(nameof(EarlyStoppingPatience), EarlyStoppingPatience, 0);
        AtLeast(nameof(EarlyStoppingThreshold), EarlyStoppingThreshold, 0);
        AtLeast(nameof(LossWatchdogThreshold), LossWatchdogThreshold, 0);
        AtLeast(nameof(LossWatchdogPatience), LossWatchdogPatience, 1);
        AtLeast(nameof(ContaminationNgramSize), ContaminationNgramSize, NgramIndex.MinimumSize);
        if (ContaminationNgramSize > NgramIndex.MaximumSize)
        {
            throw new TrainingOptionException(
                nameof(ContaminationNgramSize), string.Create(CultureInfo.InvariantCulture, $"is {ContaminationNgramSize}, and must be at most {NgramIndex.MaximumSize}."));
        }

        AtLeast(nameof(SampleSteps), SampleSteps, 0);
        AtLeast(nameof(SampleMaxNewTokens), SampleMaxNewTokens, 1);
        AtLeast(nameof(LoraR), LoraR, 0);
        AtLeast(nameof(LoraAlpha), LoraAlpha, 0);
        Within(nameof(LoraDropout), LoraDropout, 1, isInclusive: false);

        if (MaxSteps <= 0 && NumTrainEpochs == 0)
        {
            throw new TrainingOptionException(nameof(NumTrainEpochs), "is 0 and MaxSteps is not set, so that there is nothing to do; set one of them.");
        }

        if (OutputDirectory.Length == 0)
        {
            throw new TrainingOptionException(nameof(OutputDirectory), "is not set; name the folder for the trained checkpoint.");
        }
    }

    private protected static void AtLeast(string option, double value, double minimum)
    {
        if (!double.IsFinite(value) || value < minimum)
        {
            throw new TrainingOptionException(option, string.Create(CultureInfo.InvariantCulture, $"is {value}, and must be at least {minimum}."));
        }
    }

    private protected static void Within(string option, double value, double maximum, bool isInclusive)
    {
        if (!double.IsFinite(value) || value < 0 || value > maximum || (!isInclusive && value == maximum))
        {
            string bound = isInclusive ? "at most" : "less than";
            throw new TrainingOptionException(
                option, string.Create(CultureInfo.InvariantCulture, $"is {value}, and must be at least 0 and {bound} {maximum}."));
        }
    }
}
