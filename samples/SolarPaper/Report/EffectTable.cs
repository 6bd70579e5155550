using System.Linq;
using Solar.Lab.Evaluation.Results;

namespace SolarPaper.Report;

/// <summary>The direction of each of the paper's effects, here and there.</summary>
internal static class EffectTable
{
    public static void Write(Html page, ReportInputs inputs)
    {
        if (inputs.Findings.Count == 0)
        {
            page.Add($"<p>The effects were not computed: that needs every answer of every checkpoint of the tables.</p>");
            return;
        }

        PaperFinding[] told = [.. inputs.Findings.Where(finding => finding.PapersVerdict is not null)];
        int same = told.Count(finding => finding.Ours.Verdict == finding.PapersVerdict);
        int noise = told.Count(finding => finding.Ours.Verdict == Verdict.WithinNoise && finding.PapersVerdict != Verdict.WithinNoise);
        int opposite = told.Count(finding => finding.PapersVerdict == Verdict.Better && finding.Ours.Verdict == Verdict.Worse || finding.PapersVerdict == Verdict.Worse && finding.Ours.Verdict == Verdict.Better);
        int only = told.Length - same - noise - opposite;
        page.Add($"<p>Of {told.Length} effects of which the paper gives both figures, <strong>{same} have the same direction here</strong>, {noise} are lost in the noise of these small tests, {opposite} go the other way, and {only} show here where the paper's difference is too small to count.</p>");
        page.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Effects\"><table><caption>Difference of the mean of six tests, in percentage points; here with the standard error of the difference on the same items, those that ask the same fact taken together, and a test at five in a hundred on two sides. The paper gives no errors: up to {PaperFinding.PapersNoise:0.0} points, twice the error that tests of their sizes have, count as noise.</caption>");
        page.Add($"<thead><tr><th scope=\"col\">Table</th><th scope=\"col\">Effect</th><th scope=\"col\" class=\"r\">Here</th><th scope=\"col\">Direction here</th><th scope=\"col\" class=\"r\">Paper</th><th scope=\"col\">Direction there</th><th scope=\"col\">Agreement</th></tr></thead><tbody>");
        foreach (PaperFinding finding in inputs.Findings)
        {
            page.Add($"<tr><td class=\"w\">{finding.Table.Split(':')[0]}</td><td class=\"w\">{finding.From} → {finding.To}</td><td class=\"r\">{Html.Signed(100 * finding.Ours.Mean)} <span class=\"pm\">± {100 * finding.Ours.StandardError:0.00}</span></td><td>{Html.Shown(finding.Ours.Verdict)}</td><td class=\"r\">{Html.Signed(finding.Papers)}</td><td>{Html.Shown(finding.PapersVerdict)}</td><td>{Agreement(finding)}</td></tr>");
        }

        page.Add($"</tbody></table></div>");
    }

    private static string Agreement(PaperFinding finding) => (finding.Ours.Verdict, finding.PapersVerdict) switch
    {
        (_, null) => "–",
        var (here, there) when here == there => "the same",
        (Verdict.WithinNoise, _) => "not seen here",
        (_, Verdict.WithinNoise) => "seen here alone",
        _ => "the other way",
    };
}
