/// The middle of each country, to about a degree: enough to tell which of our sites is nearer when an address says no
/// more than its country. A country that spans oceans is one point, which is why sites inside of it always come first.
enum CountryCentroids {
    /// By ISO 3166-1 alpha-2 code.
    static let table: [String: Coordinates] = {
        var table: [String: Coordinates] = [:]
        for entry in text.split(separator: ";") {
            let parts = entry.split(whereSeparator: \.isWhitespace)
            guard parts.count == 3, let latitude = Int(parts[1]), let longitude = Int(parts[2]) else { continue }
            table[String(parts[0])] = Coordinates(latitudeE6: latitude * 100_000, longitudeE6: longitude * 100_000)
        }
        return table
    }()

    /// Code, then tenths of degrees north and east.
    private static let text = """
        AD 425 16; AE 240 540; AF 330 660; AG 171 -618; AI 182 -631; AL 410 200; AM 400 450; AO -125 185;
        AR -340 -640; AS -143 -1701; AT 473 133; AU -270 1330; AW 125 -700; AX 602 199; AZ 405 475; BA 440 180;
        BB 132 -595; BD 240 900; BE 508 40; BF 130 -20; BG 430 250; BH 260 506; BI -35 300; BJ 95 23;
        BL 179 -628; BM 323 -648; BN 45 1147; BO -170 -650; BQ 122 -683; BR -100 -550; BS 240 -760; BT 275 905;
        BW -220 240; BY 530 280; BZ 173 -888; CA 600 -950; CC -125 968; CD -25 235; CF 70 210; CG -10 150;
        CH 470 80; CI 80 -50; CK -212 -1598; CL -300 -710; CM 60 120; CN 350 1050; CO 40 -720; CR 100 -840;
        CU 215 -800; CV 160 -240; CW 122 -690; CX -105 1057; CY 350 330; CZ 498 155; DE 510 90; DJ 115 430;
        DK 560 100; DM 154 -614; DO 190 -707; DZ 280 30; EC -20 -775; EE 590 260; EG 270 300; EH 245 -130;
        ER 150 390; ES 400 -40; ET 80 380; FI 640 260; FJ -180 1750; FK -518 -590; FM 69 1582; FO 620 -70;
        FR 460 20; GA -10 118; GB 540 -20; GD 121 -617; GE 420 435; GF 40 -530; GG 495 -26; GH 80 -20;
        GI 361 -54; GL 720 -400; GM 135 -166; GN 110 -100; GP 163 -616; GQ 20 100; GR 390 220; GT 155 -903;
        GU 135 1448; GW 120 -150; GY 50 -590; HK 223 1142; HN 150 -865; HR 452 155; HT 190 -724; HU 470 200;
        ID -50 1200; IE 530 -80; IL 315 348; IM 542 -45; IN 200 770; IQ 330 440; IR 320 530; IS 650 -180;
        IT 428 128; JE 492 -21; JM 183 -775; JO 310 360; JP 360 1380; KE 10 380; KG 410 750; KH 130 1050;
        KI 14 1730; KM -122 443; KN 173 -628; KP 400 1270; KR 370 1275; KW 293 477; KY 193 -813; KZ 480 680;
        LA 180 1050; LB 339 358; LC 139 -610; LI 472 96; LK 70 810; LR 65 -95; LS -295 285; LT 560 240;
        LU 498 61; LV 570 250; LY 250 170; MA 320 -50; MC 437 74; MD 470 290; ME 425 193; MF 181 -631;
        MG -200 470; MH 90 1680; MK 416 217; ML 170 -40; MM 220 980; MN 460 1050; MO 222 1136; MP 152 1458;
        MQ 147 -610; MR 200 -120; MS 168 -622; MT 359 144; MU -203 576; MV 33 732; MW -135 340; MX 230 -1020;
        MY 25 1125; MZ -183 350; NA -220 170; NC -215 1655; NE 160 80; NF -290 1680; NG 100 80; NI 130 -850;
        NL 525 58; NO 620 100; NP 280 840; NR -5 1669; NU -190 -1699; NZ -410 1740; OM 210 570; PA 90 -800;
        PE -100 -760; PF -150 -1400; PG -60 1470; PH 130 1220; PK 300 700; PL 520 200; PM 468 -563;
        PR 183 -665; PS 320 353; PT 395 -80; PW 75 1345; PY -230 -580; QA 255 513; RE -211 556; RO 460 250;
        RS 440 210; RU 600 1000; RW -20 300; SA 250 450; SB -80 1590; SC -46 557; SD 150 300; SE 620 150;
        SG 14 1038; SH -159 -57; SI 461 148; SJ 780 200; SK 487 195; SL 85 -115; SM 438 124; SN 140 -140;
        SO 100 490; SR 40 -560; SS 80 300; ST 10 70; SV 138 -889; SX 180 -631; SY 350 380; SZ -265 315;
        TC 218 -716; TD 150 190; TG 80 12; TH 150 1000; TJ 390 710; TK -90 -1720; TL -89 1260; TM 400 600;
        TN 340 90; TO -200 -1750; TR 390 350; TT 110 -610; TV -80 1780; TW 235 1210; TZ -60 350; UA 490 320;
        UG 10 320; US 380 -970; UY -330 -560; UZ 410 640; VA 419 125; VC 132 -612; VE 80 -660; VG 184 -646;
        VI 183 -649; VN 160 1060; VU -160 1670; WF -133 -1762; WS -136 -1724; XK 426 209; YE 150 480;
        YT -128 452; ZA -290 240; ZM -150 300; ZW -200 300
        """
}
