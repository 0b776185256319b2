//! The most common words and endings of languages.

use super::candidate::Candidate;

/// The most common words of at most seven letters, in lower case.
#[rustfmt::skip]
pub(super) const COMMON_WORDS: [(Candidate, &str); 16] = [
    (Candidate::English, "\
        the to of and a in that s is for on it as with he was have be at i by are said but this \
        not has his from we they an their who t or more will you about which would been had all \
        were she her if one can up people also new than out what when there after its so some \
        into like other year our just over time no do two first could them only now any how \
        because these even last us"),
    (Candidate::French, "\
        de la le l les à des et d en a un du une est pour qui que dans il sur par au pas ce ont \
        plus s qu ne se n on été sont avec mais aux c son cette nous leur ou y comme ils être \
        ces elle après même tout fait selon je deux sa avait aussi depuis si ses sans contre \
        entre pays était dont où autres très bien alors lors vous j m cela celui peut fois ans \
        encore moins toute sous ainsi avant lui leurs donc faire chez jamais"),
    (Candidate::German, "\
        der die und in den das zu von mit ein sich auf im nicht für eine es des ist dem sie als \
        auch an aus er am werden nach einer um bei einem wie dass noch einen hat über so vor \
        sind nur wurde war aber wird gegen man durch haben zum zur oder bis wir sein mehr unter \
        hatte ich wenn uhr kann diese schon dieser was zwei wieder ihre seine wurden dann immer \
        vom eines keine da waren soll damit seit alle können gibt sei daß mich mir du ihr uns \
        jetzt sehr hier beim ab ihm ihn worden jahr jahre jahren will ohne müssen doch etwa"),
    (Candidate::Spanish, "\
        de la el que en y a los del se las por un con para una su no al es más como lo ha este \
        sus o pero esta entre sobre también ya años fue está año desde han dos país son ser si \
        le parte sin cuando según hay dijo hasta durante hoy tiene así todo muy además puede \
        porque contra otros tres donde e todos ante uno después estado están quien mundo día \
        pasado tras hace sido primera nos vez era había sólo eso esto estos estas ese esa nuevo \
        nueva ni cada les otro otra gran unos mil fueron ellos ella él tan mejor hacer"),
    (Candidate::Portuguese, "\
        de a o que e do da em para no na com um os não é se uma por as dos ao foi à como mais \
        das mas pelo ser são sobre pela ele também disse tem entre está ou anos já sua diz \
        contra nos seu foram até ter há sem nas dia quando dois aos após pode nesta estado mesmo \
        muito durante vai milhões às só isso estão caso segundo ainda pelos pelas num numa seus \
        suas essa esse era depois país ano eu você nós ela quem onde tudo todos"),
    (Candidate::Italian, "\
        di e il la in a che per un del è l le i della con non si da una al ha sono alla dei \
        anche nel dell ma più stato all sul d gli dal alle nella anni o ai due ad lo tra se \
        questo ed ci su parte c cui solo essere dopo dalla hanno prima sarà degli come sulla via \
        questa ora sia ancora oggi tre fatto poi già oltre anno fa tutti era nell delle quando \
        quello molto stata loro suo sua suoi"),
    (Candidate::Dutch, "\
        de van in het en een is op zijn met voor te hij door werd uit die dat als was ook aan \
        deze er bij om naar tot of niet maar ze dit worden eerst wordt na haar zich dan heeft \
        meer nog werden kan onder eerste twee zou jaar weer al tussen had waren hun over zij \
        andere hebben tegen waar gaan geen veel toen wel wij moet wat vir nie hulle hierdie oor \
        sy ek ons"),
    (Candidate::Catalan, "\
        de la i a el d que en l per les del els un amb es una no és al dels ha o s com més va hi \
        aquesta tot si aquest han se ser però altres seva també fer són part col seu sobre fins \
        tots pel li anys entre ja ens ara què ho molt això cada dia era pels als ses"),
    (Candidate::Scandinavian, "\
        i och att för en som på av är till med det har ett om den de kan från vi man inte du \
        eller så sig var vid jag han men detta när efter og er at til af for der jeg ikke et fra \
        skal være hvor ved også vil når blev her meget å dette etter denne seg ut blir ble havde \
        hun hade sin nu skulle"),
    (Candidate::Slavic, "\
        w na i z się do nie że to jest o od po a za jak już dla tym ale tylko przez są ma będzie \
        które jednak roku co czy też oraz być ich tej tego jego v se je s pro k že jsou si nebo \
        jako jsem byl při tak by bude bylo jen u který která aby jeho sa aj ako pre sú pri čo už \
        sme alebo vo keď bola su koji će iz kao što ne ili nakon kako biti bio nije ali mogu in \
        ki pa tudi še kot lahko če tem ni kar so bi da"),
    (Candidate::Russian, "\
        в и на с что не по из а для к как это за о от но года он то его до году у также будет \
        все так после уже при этом я или мы же они время во их может был было том чтобы только \
        если со того более когда этого можно лет бы еще ещё об однако есть она были под чем ее \
        её очень была сейчас тем даже будут всех быть где этот всего без них могут между один \
        раз свои своей сам тоже там нет ни да вы нас нам ему этой кто ли над про через россии"),
    (Candidate::Ukrainian, "\
        на у і в з що та не до за а про це для як й від є із які року але його також він я було \
        ми під по так ще який час коли цього тому чи вже щодо після вони щоб того її лише або їх \
        років через буде ж якщо був має об яка може вона можна були році при зі була де навіть \
        дуже все саме раніше без цьому тут яких цей то всі хто нас інших тільки ці цю цієї ні \
        якої якого якій проти між ви нам йому свої своїх своєї кого теж нього них"),
    (Candidate::Belarusian, "\
        і ў на у з не што да па а за як гэта але для калі ён ад якія іх яго пра аб толькі я яны \
        таму вельмі яшчэ быў пры больш якая ці каб яе гэтым гэты каля было ужо мы"),
    (Candidate::Bulgarian, "\
        на в и за от да се е не с ще по са че това си като до през които а но има г той те още \
        след най му бъде към много всички или време един при само години който тези може във тях \
        вече според беше със също няма бяха този ли обаче ако го една каза повече тази преди \
        защото как където година тя която така сега ги хора им него бъдат около част едно без \
        над"),
    (Candidate::Serbian, "\
        на во и се од за со да е како го година ја што бил ги по дека тој до не но тоа кои а кој \
        има или така која била биле време под поради други ќе било у је су као из који био није \
        које о али га после налази више око са сам ово"),
    (Candidate::Other, "\
        un la de a o şi și cu si care este din pentru pe se mai nu să sa ca sau ce sunt fost că \
        al prin az és hogy is nem egy volt meg csak ez el mint vagy már ha ki azt ja on että ei \
        ovat myös oli tai sekä joka ve bir için ile da olarak daha çok her bu yang dan dengan di \
        itu tidak untuk ini dari dalam pada ia telah et in est ad cum per ut qui non sed kaj en \
        estas mi ne por ke të në dhe i me një nga që për është u ir kad yra į iš ar uz kas ka ng \
        ang na mga ay at ito ni ya wa kwa katika za eta du bat zen yn y yr mae және мен бұл да \
        деп бір де нь байна юм ч энэ гэж их он бол"),
];

/// The last two letters of longer words.
#[rustfmt::skip]
pub(super) const COMMON_ENDINGS: [(Candidate, &str); 16] = [
    (Candidate::English, "\
        ed ng on at ly th st nt ey ry ve ll ld ts ty rs ce id ns ay ss nd ut ct ck ic sh dy ds \
        ee ys rk gs cs"),
    (Candidate::French, "\
        nt on is té ur ns ée it ue ux ts rs ce ir és ès ut ec ré he ez ix ds ic"),
    (Candidate::German, "\
        en ch ht nn hr rn it nd em ei he lt de gt ss el ft ig ag kt ck gs rk"),
    (Candidate::Spanish, "\
        os ón as do ía to ro ad da io mo co án rá so lo én vo tó po és ez eo"),
    (Candidate::Portuguese, "\
        ão os as do to ou ta am ro da de io ça em so ma ém mo la co lo va rá eu iu po"),
    (Candidate::Italian, "\
        no to ti ta ni ri la tà li io ro si za so do lo ma mo rà he po co ci va ce vo zo vi eo"),
    (Candidate::Dutch, "\
        en rd ie jn de st ek el ak jk ik ke ur id nd rs ig ze ht ld dt we ef ag ns kt ft nk ap \
        ee gs rk gt he eg ct ds ys ck"),
    (Candidate::Catalan, "\
        ió ls at nt ts ns da ir rs ix eu rà va cs iu ça ic és ès ys"),
    (Candidate::Scandinavian, "\
        et en ll de tt ke ka ån sk dt ig ga så ns om gt kk la ad lt ts kt ve nn el nd ld ag ev \
        rn ck ft pa gs ss ds rk"),
    (Candidate::Slavic, "\
        ní je ie ch ej ja ów om ho ou ov ih ti og go ky no ně ko ał né zy ju jo ni ké ki ła ji \
        ka ym ať im ny ma ga ać di ím cy"),
    (Candidate::Russian, "\
        ии ть ой го ия ые ие ов ет ый ых ми ое ая ию ее ют ым ую ут ле ам ит ос"),
    (Candidate::Ukrainian, "\
        ів го ня ої ії ні ть ми ою ій ав ті ві ає ну ці ія ію ож що іх ез ір"),
    (Candidate::Belarusian, "\
        ць аў кі ыя ай га мі ае ца ых ам оў ым зе ая вы ці чы ыі ня цы ія ую ні яў іх ак це шы \
        ію"),
    (Candidate::Bulgarian, "\
        то те ия ят ат ха ът ие че ст ед зи ов ез що ци си"),
    (Candidate::Serbian, "\
        от је те ја то ог ју ој ат ји ње ао ио ке ња ле ну ћи ст ци ца ќи ће ед си ак це зи ит"),
    (Candidate::Other, "\
        an ng um us in wa dd oj en ai ya ah ae is as sa ul ta tä os të ka ea ud au aj ks ių aa \
        ol ii gy am än st ek ti ni on ės ан йн ды ың аа ын ық эн ээ ін ің ді он ар де ғы үй йг \
        лы сы ад ік ер ып нд эр гі эг ыг эл аг ға эд лж ге ай рі эх оо эй"),
];
