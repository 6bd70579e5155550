using Solar;
using SolarPaper.Recovery;

namespace SolarPaper.Tuning;

// The experiment of docs/tuning.md: an up-scaled stories260K is tuned on instructions and aligned on preferences.

/// <summary>Instructions with their answers.</summary>
[Dataset("instructions.json", Format = RecordFormat.Alpaca)]
public partial class Instructions;

/// <summary>Others, to measure on.</summary>
[Dataset("held-out-instructions.json", Format = RecordFormat.Alpaca)]
public partial class HeldOutInstructions;

/// <summary>Instructions with a polite and an impolite answer; some records have the same one twice.</summary>
[Dataset("preferences.json", Format = RecordFormat.AlpacaPreference, OnBadRow = BadRows.Drop)]
public partial class Preferences;

/// <summary>Others, to measure on.</summary>
[Dataset("held-out-preferences.json", Format = RecordFormat.AlpacaPreference, OnBadRow = BadRows.Drop)]
public partial class HeldOutPreferences;

/// <summary>Instruction tuning: the answers are learnt, and nothing else.</summary>
[InstructionTune(
    typeof(Upscaled), Data = [typeof(Instructions)], EvalData = [typeof(HeldOutInstructions)], ChatTemplate = "alpaca", LearningRate = 2e-3,
    LrSchedulerType = SchedulerType.Cosine, WarmupSteps = 10, NumTrainEpochs = 2, MaxLength = 512, AdamBeta2 = 0.95, EvalSteps = 25, LoggingSteps = 5)]
public partial class Tuned;

/// <summary>Direct preference optimisation from there, with the tuned model as its reference.</summary>
[AlignTune(
    typeof(Tuned), Data = [typeof(Preferences)], EvalData = [typeof(HeldOutPreferences)], ChatTemplate = "alpaca", Beta = 0.1, LearningRate = 2e-4,
    WarmupSteps = 10, NumTrainEpochs = 1, MaxLength = 512, AdamBeta2 = 0.95, EvalSteps = 25, LoggingSteps = 5)]
public partial class Aligned;
