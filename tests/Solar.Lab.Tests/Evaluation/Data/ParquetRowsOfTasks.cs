using System.Collections.Generic;
using System.IO;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Parquet.Serialization;

namespace Solar.Lab.Tests.Evaluation.Data;

/// <summary>Rows with the columns that Hugging Face's Parquet files of the tasks have.</summary>
internal static class ParquetRowsOfTasks
{
    internal sealed class Arc
    {
        [JsonPropertyName("id")]
        public string? Id { get; set; }

        [JsonPropertyName("question")]
        public string? Question { get; set; }

        [JsonPropertyName("choices")]
        public LabelledChoices? Choices { get; set; }

        [JsonPropertyName("answerKey")]
        public string? AnswerKey { get; set; }
    }

    internal sealed class LabelledChoices
    {
        [JsonPropertyName("text")]
        public List<string>? Text { get; set; }

        [JsonPropertyName("label")]
        public List<string>? Label { get; set; }
    }

    internal sealed class Swag
    {
        [JsonPropertyName("ind")]
        public int Ind { get; set; }

        [JsonPropertyName("activity_label")]
        public string? ActivityLabel { get; set; }

        [JsonPropertyName("ctx_a")]
        public string? ContextA { get; set; }

        [JsonPropertyName("ctx_b")]
        public string? ContextB { get; set; }

        [JsonPropertyName("endings")]
        public List<string>? Endings { get; set; }

        [JsonPropertyName("label")]
        public string? Label { get; set; }
    }

    internal sealed class Question
    {
        [JsonPropertyName("question")]
        public string? Text { get; set; }

        [JsonPropertyName("subject")]
        public string? Subject { get; set; }

        [JsonPropertyName("choices")]
        public List<string>? Choices { get; set; }

        [JsonPropertyName("answer")]
        public long Answer { get; set; }
    }

    internal sealed class Truthful
    {
        [JsonPropertyName("question")]
        public string? Question { get; set; }

        [JsonPropertyName("mc1_targets")]
        public Targets? One { get; set; }

        [JsonPropertyName("mc2_targets")]
        public Targets? Many { get; set; }
    }

    internal sealed class Targets
    {
        [JsonPropertyName("choices")]
        public List<string>? Choices { get; set; }

        [JsonPropertyName("labels")]
        public List<int>? Labels { get; set; }
    }

    internal sealed class Gap
    {
        [JsonPropertyName("sentence")]
        public string? Sentence { get; set; }

        [JsonPropertyName("option1")]
        public string? Option1 { get; set; }

        [JsonPropertyName("option2")]
        public string? Option2 { get; set; }

        [JsonPropertyName("answer")]
        public string? Answer { get; set; }
    }

    internal sealed class Problem
    {
        [JsonPropertyName("question")]
        public string? Question { get; set; }

        [JsonPropertyName("answer")]
        public string? Answer { get; set; }
    }

    /// <summary>Writes rows to a file, with the folders above it.</summary>
    public static async Task WriteAsync<T>(string file, params T[] rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using FileStream stream = File.Create(file);
        await ParquetSerializer.SerializeAsync(rows, stream);
    }
}
