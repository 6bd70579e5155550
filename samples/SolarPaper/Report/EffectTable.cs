using System.Linq;

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

        page.Add($"<p>{new PaperAgreement([.. inputs.Findings.Select(Of)]).Sentence}</p>");
        page.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Effects\"><table><caption>Difference of the mean of six tests, in percentage points; here with the standard error of the difference on the same items, {inputs.Subject.Clusters}and a test at five in a hundred on two sides. The paper gives no errors: up to {PaperFinding.PapersNoise:0.0} points, about twice the error of a difference of two related models on tests of their sizes, count as noise.</caption>");
        page.Add($"<thead><tr><th scope=\"col\">Table</th><th scope=\"col\">Effect</th><th scope=\"col\" class=\"r\">Here</th><th scope=\"col\">Direction here</th><th scope=\"col\" class=\"r\">Paper</th><th scope=\"col\">Direction there</th><th scope=\"col\">Agreement</th></tr></thead><tbody>");
        foreach (PaperFinding finding in inputs.Findings)
        {
            page.Add($"<tr><td class=\"w\">{finding.Table.Split(':')[0]}</td><td class=\"w\">{finding.From} → {finding.To}</td><td class=\"r\">{Html.Signed(100 * finding.Ours.Mean)} <span class=\"pm\">± {100 * finding.Ours.StandardError:0.00}</span></td><td>{Html.Shown(finding.Ours.Verdict)}</td><td class=\"r\">{Html.Signed(finding.Papers)}</td><td>{Html.Shown(finding.PapersVerdict)}</td><td>{Words(Of(finding))}</td></tr>");
        }

        page.Add($"</tbody></table></div>");
        Tests(page, inputs);
    }

    private static void Tests(Html page, ReportInputs inputs)
    {
        page.Add($"<details><summary>The same by each test</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Effects by test\"><table><caption>Percentage points; ▲ better, ▼ worse, ≈ within noise, by the same test on the items of one column. In grey the paper's difference, where both its figures are at hand. Where nothing is, one test in twenty has a direction by chance.</caption>");
        page.Add($"<thead><tr><th scope=\"col\">Effect</th>");
        foreach ((_, string name, string paper) in inputs.Subject.Tests)
        {
            page.Add($"<th scope=\"col\" class=\"r\">{name}{Html.Beside(name, paper)}</th>");
        }

        page.Add($"</tr></thead><tbody>");
        foreach (PaperFinding finding in inputs.Findings)
        {
            page.Add($"<tr><td class=\"w\">{finding.From} → {finding.To}</td>");
            foreach (TestFinding test in finding.Tests)
            {
                page.Add($"<td class=\"r\">{VerdictWords.Sign(test.Ours.Verdict)} {Html.Signed(100 * test.Ours.Mean)} <span class=\"pm\">± {100 * test.Ours.StandardError:0.00}</span><small>{(test.Papers is null ? "–" : Html.Signed(test.Papers))}</small></td>");
            }

            page.Add($"</tr>");
        }

        page.Add($"</tbody></table></div></details>");
    }

    private static Agreement Of(PaperFinding finding) => PaperAgreement.Of(finding.Ours.Verdict, finding.PapersVerdict);

    private static string Words(Agreement agreement) => agreement switch
    {
        Agreement.NotGiven => "–",
        Agreement.Same => "the same",
        Agreement.NoneInEither => "within noise in both",
        Agreement.NotSeen => "not seen here",
        Agreement.SeenHereAlone => "seen here alone",
        _ => "the other way",
    };
}
