using Solar.Runtime.Training.State;

namespace Solar.Runtime.Training;

/// <summary>What a finished run made.</summary>
/// <param name="Steps">Optimiser steps of the whole run, those before an interruption included.</param>
/// <param name="FirstLoss">Loss of its first step, before any update.</param>
/// <param name="LastLoss">Loss of its last step.</param>
/// <param name="Directory">The checkpoint, in Hugging Face's layout.</param>
/// <param name="Manifest">How it came about; also <c>solar.json</c> in the folder.</param>
public sealed record TrainingResult(long Steps, double FirstLoss, double LastLoss, string Directory, TrainingManifest Manifest);
