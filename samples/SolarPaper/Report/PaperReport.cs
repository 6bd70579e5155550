using System.Collections.Generic;
using System.IO;
using System.Text;
using Solar.Lab.Building;
using Solar.Lab.CommandLine;
using SolarPaper.Layers;

namespace SolarPaper.Report;

/// <summary>Writes the report of a run: <c>report.html</c>, and each plot as PNG and SVG in <c>plots</c>.</summary>
internal static class PaperReport
{
    public const string FileName = "report.html", PlotsFolder = "plots";

    /// <summary>Writes the report of a run into its folder.</summary>
    /// <inheritdoc cref="Write(string, string, LabHost, IReadOnlyList{string}, ReportStudy?)"/>
    public static IReadOnlyList<string> Write(string directory, LabHost host, ReportStudy? study = null) => Write(directory, directory, host, PaperTable.Names, study);

    /// <summary>Writes it from what is in the folder of a run. Nothing is built or measured; what is not there is told.</summary>
    /// <param name="directory">Folder that it is written to.</param>
    /// <param name="run">Folder of the run: its measurements are in <c>evaluations</c>.</param>
    /// <param name="host">The program and the folders of its checkpoints and data.</param>
    /// <param name="names">What was built.</param>
    /// <param name="study">The study of what the paper left open; null where it was not made.</param>
    /// <returns>The files, the page first.</returns>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static IReadOnlyList<string> Write(string directory, string run, LabHost host, IReadOnlyList<string> names, ReportStudy? study)
    {
        ReportInputs inputs = ReportInputs.Read(BuiltProgram.Read(host, names), Path.Combine(run, "evaluations"), host.DataDirectory);
        return Write(directory, inputs with { Study = study, Declarations = Declarations(), Layers = KeptMeasurement.Read<LayerMeasurement>(Path.Combine(run, LayerMeasurement.FileName)) });
    }

    /// <summary>Writes the report of given inputs.</summary>
    /// <param name="directory">Folder that it is written to.</param>
    /// <param name="inputs">What it tells.</param>
    /// <returns>The files, the page first.</returns>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static IReadOnlyList<string> Write(string directory, ReportInputs inputs)
    {
        var figures = new FigureFiles(Path.Combine(directory, PlotsFolder));
        string page = ReportPage.Write(inputs, figures.Write), file = Path.Combine(directory, FileName);
        File.WriteAllText(file, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return [file, .. figures.Written];
    }

    private static string Declarations()
    {
        using Stream? file = typeof(PaperReport).Assembly.GetManifestResourceStream("Paper.cs");
        return file is null ? "" : new StreamReader(file).ReadToEnd().Replace("\r\n", "\n", System.StringComparison.Ordinal);
    }
}
