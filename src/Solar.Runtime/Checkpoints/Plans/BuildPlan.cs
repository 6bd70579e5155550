using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// What a run reads, computes and writes, before it does: the same object drives the run. It holds names, sizes and places, and no tensor.
/// </summary>
public sealed record BuildPlan
{
    /// <summary>Full name of what is made.</summary>
    public required string Name { get; init; }

    /// <summary>How, in one word, such as <c>slerp</c> or <c>upscale</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The folder that will be written.</summary>
    public required string Output { get; init; }

    /// <summary>The data type of the result, such as <c>bfloat16</c>.</summary>
    public required string Dtype { get; init; }

    /// <summary>Each tensor of the result, in the order of the forward pass.</summary>
    public required IReadOnlyList<PlannedTensor> Tensors { get; init; }

    /// <summary>Each file of weights that will be written.</summary>
    public required IReadOnlyList<PlannedFile> Files { get; init; }

    /// <summary>Each file of weights that will be read.</summary>
    public required IReadOnlyList<PlannedFile> Sources { get; init; }

    /// <summary>Numbers in all tensors of the result.</summary>
    public required long Parameters { get; init; }

    /// <summary>Bytes that are read, passes counted once.</summary>
    public required long BytesRead { get; init; }

    /// <summary>Bytes that are written, and so the free disk that is needed: what stands at the output is replaced only at the end.</summary>
    public long BytesWritten => Files.Sum(file => file.Bytes);

    /// <summary>Bytes of memory that tensors take at most, buffers included; what the runtime itself takes comes on top.</summary>
    public required long PeakMemory { get; init; }

    /// <summary>How many tensors are made at the same time.</summary>
    public required int Threads { get; init; }

    /// <summary>Bytes that the output's disk has free; null where that cannot be told.</summary>
    public long? FreeDisk { get; init; }

    /// <summary>The plan as JSON, for machines.</summary>
    public string ToJson() => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteString("method", Method);
        json.WriteString("output", Output);
        json.WriteString("dtype", Dtype);
        json.WriteNumber("parameters", Parameters);
        json.WriteNumber("bytes_read", BytesRead);
        json.WriteNumber("bytes_written", BytesWritten);
        json.WriteNumber("peak_memory", PeakMemory);
        json.WriteNumber("threads", Threads);
        json.WriteNumber("free_disk_needed", BytesWritten);
        if (FreeDisk is { } free)
        {
            json.WriteNumber("free_disk", free);
        }

        foreach ((string key, IReadOnlyList<PlannedFile> files) in new[] { ("sources", Sources), ("files", Files) })
        {
            json.WriteStartArray(key);
            foreach (PlannedFile file in files)
            {
                json.WriteStartObject();
                json.WriteString("file", file.Path);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("tensors");
        foreach (PlannedTensor tensor in Tensors)
        {
            json.WriteStartObject();
            json.WriteString("name", tensor.Info.Name);
            json.WritePropertyName("shape");
            json.WriteRawValue(TensorInfo.ShapeText(tensor.Info.Shape));
            json.WriteNumber("bytes", tensor.Info.ByteCount);
            json.WriteString("file", tensor.File);
            json.WriteString("from", tensor.From);
            json.WriteNumber("memory", tensor.Memory);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>The plan as a few lines.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}: {Method}, {Tensors.Count} tensors, {Parameters} parameters in {Dtype}; reads {BytesRead} bytes of {Sources.Count} files, writes {BytesWritten} bytes in {Files.Count} files; {PeakMemory} bytes of memory, {Threads} at a time");
}

/// <summary>One tensor of a planned checkpoint.</summary>
/// <param name="Info">Name, data type and shape.</param>
/// <param name="File">The file that it will be in.</param>
/// <param name="From">Of what it is made, in one line.</param>
/// <param name="Memory">Bytes of memory that its making takes.</param>
public sealed record PlannedTensor(TensorInfo Info, string File, string From, long Memory);

/// <summary>A file of weights that is read or written.</summary>
/// <param name="Path">Its path; of a written one its name.</param>
/// <param name="Bytes">Its length.</param>
public sealed record PlannedFile(string Path, long Bytes);
