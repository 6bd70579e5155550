using System;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>
/// libtorch's fused AdamW kernel. TorchSharp does not bind it, so it is reached through TorchScript: one pass over each parameter instead
/// of a dozen, and one call for all of them, which makes the 16 µs that a script call costs vanish.
/// </summary>
internal static class FusedAdamW
{
    // TorchScript's parser wants the newline at the end.
    private const string Script =
        """
        def step(params: List[Tensor], grads: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, weight_decay: float, eps: float):
            torch._fused_adamw_(params, grads, first, second, [], steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=weight_decay, eps=eps, amsgrad=False, maximize=False)

        """;

    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(Script));

    /// <summary>One step over parameters of one device and data type, in place.</summary>
    /// <param name="parameters">What is trained; none requires a gradient while this runs.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="first">First moments.</param>
    /// <param name="second">Second moments.</param>
    /// <param name="steps">For each the number of this step, 1 for the first, as a float32 scalar.</param>
    /// <param name="settings">Learning rate, betas, decay and epsilon of this step.</param>
    public static void Step(Tensor[] parameters, Tensor[] gradients, Tensor[] first, Tensor[] second, Tensor[] steps, AdamWSettings settings)
    {
        // Numbers as scalars that live until the call is over: of a plain double TorchSharp makes one that nothing holds, and a garbage
        // collection in between frees it under the kernel, which then reads whatever stands there.
        using Scalar learningRate = settings.LearningRate, beta1 = settings.Beta1, beta2 = settings.Beta2;
        using Scalar weightDecay = settings.WeightDecay, epsilon = settings.Epsilon;

        // An array passed as it is would be spread over the script's parameters: the first one is boxed.
        Compiled.Value.invoke(
            "step",
            (object)parameters,
            gradients,
            first,
            second,
            steps,
            learningRate,
            beta1,
            beta2,
            weightDecay,
            epsilon);
    }
}

/// <summary>What one step of AdamW needs to know.</summary>
internal readonly record struct AdamWSettings(double LearningRate, double Beta1, double Beta2, double WeightDecay, double Epsilon);
