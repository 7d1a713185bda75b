package reports

import "testing"

// The same sum, as each language writes it.
func TestSums(t *testing.T) {
	for _, c := range []struct{ text, amount, first string }{
		{"The total cost is US$ 1,350,000", "1350000.00 USD", ""},
		{"USD 1,350,000.50 in all", "1350000.50 USD", ""},
		{"1 350 000 dollars des États-Unis", "1350000.00 USD", ""},
		{"1\u202f350\u202f000,50 euros", "1350000.50 EUR", ""},
		{"1.350.000,50 euros", "1350000.50 EUR", ""},
		{"1.350 euros", "1350.00 EUR", ""},
		{"1,35 million d’euros", "1350000.00 EUR", ""},
		{"1,350 million euros", "1350000.00 EUR", ""},
		{"2,5 млн долларов США", "2500000.00 USD", ""},
		{"300 тыс. евро", "300000.00 EUR", ""},
		{"120万美元", "1200000.00 USD", ""},
		{"人民币80万元", "800000.00 CNY", ""},
		{"1.5亿元", "150000000.00 CNY", ""},
		{"٨٥٠٬٠٠٠ دولار أمريكي", "850000.00 USD", ""},
		{"١٫٥ مليون يورو", "1500000.00 EUR", ""},
		{"CHF 1'350'000", "1350000.00 CHF", ""},
		{"75 000 000 FCFA", "75000000 XOF", ""},
		{"75 millions de francs CFA", "75000000 XOF", ""},
		{"KES 12,500,000", "12500000.00 KES", ""},
		{"about $450,000", "450000 XXX", ""},
		{"£2.5m", "2500000.00 GBP", ""},
		{"1,250 small arms in 2025, European norm 12", "", ""},
		{"total EUR 450,000, of which the first stage costs EUR 60,000", "450000.00 EUR", "60000.00 EUR"},
		{"总费用为120万美元，其中第一阶段费用为20万美元", "1200000.00 USD", "200000.00 USD"},
		{"первый этап 300 тыс. долларов США", "", "300000.00 USD"},
	} {
		amount, first := costs(c.text, "XOF")
		if amount.String() != c.amount || first.String() != c.first {
			t.Errorf("%q: %q and %q, not %q and %q", c.text, amount, first, c.amount, c.first)
		}
	}
}

func TestQuantities(t *testing.T) {
	for text, want := range map[string]string{
		"Two marking machines and technical assistance.": "Two marking machines",
		"3 machines": "3 machines",
		"fences for 12 police armouries in 2027, for 18 months":                 "12 police armouries",
		"formation de 120 agents pour 75 000 euros":                             "120 agents",
		"remodelación de 6 depósitos de armas de la policía":                    "6 depósitos de armas",
		"обучение 15 специалистов, 2,5 млн долларов":                            "15 специалистов",
		"培训50名管理人员，打标机5台":                                                       "50名管理人员; 5台",
		"تأمين ١٥ مستودعا":                                                      "١٥ مستودعا",
		"In 2025 the police met 50% of its target; the law of 1999 is outdated": "",
	} {
		if got := quantity(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"from 2027 to 2028":                "2027/2028",
		"entre 2027 et 2029":               "2027/2029",
		"с 2027 по 2029 год":               "2027/2029",
		"，2027 年至 2028 年实施":                "2027/2028",
		"من ٢٠٢٧ إلى ٢٠٢٨":                 "2027/2028",
		"15.03.2027 – 30.11.2027":          "2027-03-15/2027-11-30",
		"2027年3月":                          "2027-03",
		"03/2027":                          "2027-03",
		"the law of 1999, amended in 2012": "",
		"2,027 rounds":                     "",
		"by 2028-06-30":                    "2028-06-30",
	} {
		if got := wanted(text, 2026).String(); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func TestYesAndNo(t *testing.T) {
	for text, want := range map[string]string{
		"☐ Yes ☒ No": "no", "[x] Oui [ ] Non": "yes", "Yes, two machines": "yes", "No.": "no", "Да": "yes", "是": "yes", "是。武器": "yes",
		"否": "no", "没有": "no", "نعم، نحتاج": "yes", "لا": "no", "Sí": "yes", "Not yet": "", "Norway helps": "", "是次行动": "", "": "", "n/a": "no",
		"☐ Yes ☐ No": "", "Yes ☐ No ☒": "no", "Yes ☒ No ☐": "yes", "نعم ☒ لا ☐": "yes", "是☐ 否☒": "no", "□ Да ☒ Нет": "no",
	} {
		if got, _ := said(text); string(got) != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"11. Does": "11", "11.1 What": "11.1", "Q11.2) Has": "11.2", "١١٫١ ما": "11.1", "٩.١ ما": "9.1", "11是否": "11", "问题5.10：": "5.10", "Question 4": "4", "10.6.1": "10.6.1",
		"3D printing": "", "12,000 rounds": "", "50% of": "", "2026": "", "Section 1": "",
	} {
		if got, _, _ := cutNumber(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}
