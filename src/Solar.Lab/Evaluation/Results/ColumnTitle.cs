using System.Globalization;

namespace Solar.Lab.Evaluation.Results;

/// <summary>How columns are headed: as in the paper, where it has them.</summary>
internal static class ColumnTitle
{
    /// <summary>The title of a task, or of the mean.</summary>
    public static string Of(string column) => column switch
    {
        "arc_challenge" => "ARC",
        "hellaswag" or "hellaswag_openllm" => "HellaSwag",
        "mmlu" => "MMLU",
        "truthfulqa_mc" => "TruthfulQA",
        "winogrande" or "winogrande_openllm" => "Winogrande",
        "gsm8k" => "GSM8K",
        _ => column,
    };

    /// <summary>A number of parameters, such as <c>10.7B</c>.</summary>
    public static string Size(long? parameters) => parameters switch
    {
        null => "–",
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{parameters / 1e9:0.0}B"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{parameters / 1e6:0.0}M"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{parameters / 1e3:0}K"),
    };
}
